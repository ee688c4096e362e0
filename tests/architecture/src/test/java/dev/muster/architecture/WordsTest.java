package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;

import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words are for people: what one part needs to know of another is a type, and nobody searches the
 * sentence of a cause or of an event for it.
 */
final class WordsTest {
    private static final JavaClasses CLASSES = House.classes();

    /** What is worded: whoever calls a method of these has words in hand. */
    private static final Set<String> WORDED =
            Set.of(
                    "dev.muster.fleet.Sentence",
                    "dev.muster.fleet.Sentences",
                    "dev.muster.control.CauseView",
                    "dev.muster.control.EventView",
                    "dev.muster.control.VerdictView",
                    "dev.muster.control.ExplainView");

    private static final Set<String> SEARCHES =
            Set.of(
                    "contains",
                    "startsWith",
                    "endsWith",
                    "indexOf",
                    "lastIndexOf",
                    "matches",
                    "regionMatches",
                    "split",
                    "replaceAll",
                    "replaceFirst",
                    "matcher",
                    "asPredicate",
                    "asMatchPredicate");

    private static final Set<String> TEXTS =
            Set.of("java.lang.String", "java.lang.StringBuilder", "java.util.regex.Pattern");

    /** A search in one line of what the page shows as words. */
    private static final Pattern SEARCH_OF_THE_PAGE =
            Pattern.compile(
                    "\\b(?:sentence|lead|cause|verdict|explanation)\\b\\S*"
                            + "\\.(?:includes|startsWith|endsWith|indexOf|search|match|matchAll"
                            + "|split|replace|replaceAll|test)\\(");

    @Test
    void areNotSearchedByAnyClassThatReadsThem() {
        assertThat(
                        CLASSES.stream()
                                .filter(WordsTest::readsWords)
                                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                                .filter(WordsTest::isSearch)
                                .map(JavaMethodCall::getDescription))
                .isEmpty();
    }

    @Test
    void areNotSearchedByThePage() {
        assertThat(
                        House.files("js").stream()
                                .filter(file -> House.shown(file).startsWith("runtime"))
                                .filter(file -> SEARCH_OF_THE_PAGE.matcher(House.read(file)).find())
                                .map(House::shown))
                .isEmpty();
    }

    /** That this sees what it is to see. */
    @Test
    void areReadBySomeClassesOfTheAgent() {
        assertThat(CLASSES.stream().filter(WordsTest::readsWords).map(JavaClass::getSimpleName))
                .contains("Explainer", "Verdict", "EventText", "EventLine");
        assertThat(SEARCH_OF_THE_PAGE.matcher("explanation?.sentence.includes(cause)").find())
                .isTrue();
    }

    private static boolean readsWords(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call -> WORDED.contains(call.getTargetOwner().getName()));
    }

    private static boolean isSearch(JavaMethodCall call) {
        return TEXTS.contains(call.getTargetOwner().getName()) && SEARCHES.contains(call.getName());
    }
}
