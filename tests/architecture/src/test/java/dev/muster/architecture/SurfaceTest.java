package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a service can call of the library, as a list that is read before it changes: a line that
 * goes, or changes, breaks somebody's build.
 */
class SurfaceTest {
    private static final Path LIST = Path.of("src/test/resources/library-surface.txt");

    /** What services are written with; the other modules of the library serve these. */
    private static final Set<String> MODULES =
            Set.of("http", "json", "client", "server", "telemetry", "service");

    @Test
    void isTheListThatWasAgreedOn() throws IOException {
        var surface =
                House.classes().stream()
                        .filter(SurfaceTest::isShown)
                        .sorted(Comparator.comparing(JavaClass::getName))
                        .flatMap(SurfaceTest::lines)
                        .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("muster.write.docs")) {
            Files.writeString(LIST, surface);
        }
        assertThat(surface)
                .as(
                        "the library's surface; where the change is meant, write the list again:"
                            + " mvn -pl tests/architecture -am test -Dtest=SurfaceTest"
                            + " -Dmuster.write.docs=true -Dsurefire.failIfNoSpecifiedTests=false")
                .isEqualTo(Files.readString(LIST));
    }

    private static boolean isShown(JavaClass type) {
        return MODULES.contains(House.moduleOf(type).map(House.Module::name).orElse(""))
                && Stream.iterate(
                                Optional.of(type),
                                Optional::isPresent,
                                each -> each.get().getEnclosingClass())
                        .allMatch(each -> isPublic(each.get().getModifiers()));
    }

    private static Stream<String> lines(JavaClass type) {
        var members =
                type.getMembers().stream()
                        .filter(member -> isOpen(member.getModifiers()))
                        .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .map(SurfaceTest::line)
                        .sorted();
        return Stream.concat(Stream.of(type.getName()), members);
    }

    private static String line(JavaMember member) {
        return "    "
                + switch (member) {
                    case JavaConstructor made -> "new" + parameters(made);
                    case JavaCodeUnit method ->
                            method.getName()
                                    + parameters(method)
                                    + ": "
                                    + method.getRawReturnType().getSimpleName();
                    case JavaField field ->
                            field.getName() + ": " + field.getRawType().getSimpleName();
                    default -> member.getName();
                };
    }

    private static String parameters(JavaCodeUnit method) {
        return method.getRawParameterTypes().stream()
                .map(JavaClass::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return isPublic(modifiers) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean isPublic(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC);
    }
}
