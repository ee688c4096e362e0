package dev.muster.examples.shop.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.sql.SQLException;

class ProductsTest {
    private final Products products = Products.open();

    @AfterEach
    void close() throws SQLException {
        products.close();
    }

    @Test
    void sellsTheFirstPrints() throws SQLException {
        assertThat(products.all())
                .hasSize(12)
                .allSatisfy(product -> assertThat(product.price()).isPositive())
                .allSatisfy(product -> assertThat(product.palette()).hasSizeBetween(4, 5));
        assertThat(products.all().getFirst().id()).isEqualTo("harbour-at-dusk");
    }

    @Test
    void findsAPrintByItsId() throws SQLException {
        assertThat(products.find("slow-radio"))
                .hasValueSatisfying(
                        product -> {
                            assertThat(product.name()).isEqualTo("Slow radio");
                            assertThat(product.price()).isEqualTo(new BigDecimal("24.00"));
                        });
    }

    @Test
    void knowsNothingOfAnIdThatIsNoPrint() throws SQLException {
        assertThat(products.find("' or 1 = 1 --")).isEmpty();
    }
}
