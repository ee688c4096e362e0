package dev.muster.examples.shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

class PictureTest {
    private static final List<String> COLOURS = List.of("#14213d", "#fca311", "#e5e5e5", "#ffffff");

    @ParameterizedTest
    @ValueSource(strings = {"hills", "arcs", "blocks", "rings", "dots", "rays", "unheard of"})
    void isWellFormedAndTheSameEachTime(String pattern) throws Exception {
        var picture = picture(pattern, COLOURS);

        var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        var root = parser.parse(new InputSource(new StringReader(picture))).getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("svg");
        assertThat(root.getChildNodes().getLength()).isGreaterThan(3);
        assertThat(picture(pattern, COLOURS)).isEqualTo(picture);
    }

    @Test
    void letsNothingButColoursIn() {
        var picture = picture("rings", List.of("\"/><script>", "#14213d"));

        assertThat(picture).doesNotContain("script", "#14213d").contains("#dddddd");
    }

    private static String picture(String pattern, List<String> palette) {
        return Picture.of(new Print("id", "name", "about", BigDecimal.ONE, pattern, palette));
    }
}
