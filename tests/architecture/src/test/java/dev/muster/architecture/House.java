package dev.muster.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository as it lies on the disk: its modules, their compiled classes, their sources. */
final class House {
    static final String PACKAGE = "dev.muster.";

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    /** The floors whose modules are a part of what users run. */
    private static final Set<String> FLOORS = Set.of("library", "discovery", "runtime", "tools");

    private static final List<Module> MODULES =
            MODULE.matcher(read(ROOT.resolve("pom.xml")))
                    .results()
                    .map(match -> Path.of(match.group(1)))
                    .filter(path -> FLOORS.contains(path.getName(0).toString()))
                    .filter(path -> Files.isDirectory(ROOT.resolve(path).resolve("src/main/java")))
                    .map(Module::new)
                    .toList();

    private House() {}

    /**
     * A module of one of the floors.
     *
     * @param path relative to the repository, such as {@code library/http}
     */
    record Module(Path path) {
        /** As its package is named below the house's: {@code http}, {@code drivers.process}. */
        String name() {
            return path.subpath(1, path.getNameCount()).toString().replace('/', '.');
        }

        String floor() {
            return path.getName(0).toString();
        }

        Path classes() {
            return ROOT.resolve(path).resolve("target/classes");
        }

        Path testClasses() {
            return ROOT.resolve(path).resolve("target/test-classes");
        }

        /** Whether {@code type} is in this module's package or below it. */
        boolean holds(JavaClass type) {
            return (type.getPackageName() + ".").startsWith(PACKAGE + name() + ".");
        }
    }

    /** Every module of the floors that the build has and that is made of code. */
    static List<Module> modules() {
        return MODULES;
    }

    /** The classes of every module, without those of tests. */
    static JavaClasses classes() {
        return new ClassFileImporter()
                .importPaths(modules().stream().map(Module::classes).toList());
    }

    /** The classes of every module's tests. */
    static JavaClasses testClasses() {
        return new ClassFileImporter()
                .importPaths(
                        modules().stream()
                                .map(Module::testClasses)
                                .filter(Files::isDirectory)
                                .toList());
    }

    /** The module whose package {@code type} is in. */
    static Optional<Module> moduleOf(JavaClass type) {
        return modules().stream().filter(module -> module.holds(type)).findFirst();
    }

    /** Whether {@code type} comes from the folder that {@code module} is compiled to. */
    static boolean isCompiledIn(JavaClass type, Module module) {
        return type.getSource()
                .filter(source -> source.getUri().getPath().startsWith(module.classes() + "/"))
                .isPresent();
    }

    /** Every Java source of the repository, tests and examples included. */
    static List<Path> sources() {
        return files("java");
    }

    /** Every file of the repository whose name ends in one of {@code extensions}. */
    static List<Path> files(String... extensions) {
        var wanted = Set.of(extensions);
        try (var files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> wanted.contains(extension(file)))
                    .filter(file -> names(file).noneMatch(House::isMade))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file's path as a message shows it. */
    static Path shown(Path file) {
        return ROOT.relativize(file);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extension(Path file) {
        var name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static boolean isMade(String folder) {
        return folder.equals("target") || (folder.startsWith(".") && folder.length() > 1);
    }

    private static Stream<String> names(Path file) {
        return Stream.iterate(0, i -> i < shown(file).getNameCount(), i -> i + 1)
                .map(i -> shown(file).getName(i).toString());
    }
}
