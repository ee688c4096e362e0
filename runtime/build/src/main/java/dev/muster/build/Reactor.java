package dev.muster.build;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The Maven modules that are built together: the topmost folder above a module whose POM lists the
 * module, itself or through others. Read once; what is on disk afterwards is not seen. Not
 * thread-safe.
 */
final class Reactor {

    private static final Set<String> NO_SOURCES = Set.of("target", "node_modules");

    private final Path root;
    private final Map<Path, Pom> byDirectory;
    private final Map<String, Pom> byArtifact = new HashMap<>();
    private final Map<Path, String> sourceHashes = new HashMap<>();

    private Reactor(Path root, Map<Path, Pom> byDirectory) {
        this.root = root;
        this.byDirectory = byDirectory;
        byDirectory.values().forEach(pom -> byArtifact.put(pom.artifact(), pom));
    }

    /**
     * The reactor that a module belongs to; a module that nobody lists is one of its own.
     *
     * @return empty when the folder has no readable pom.xml
     */
    static Optional<Reactor> of(Path module) {
        Path folder = module.toAbsolutePath().normalize();
        Optional<Reactor> topmost = Optional.empty();
        for (Path above = folder; above != null; above = above.getParent()) {
            Map<Path, Pom> modules = modulesOf(above);
            if (modules.containsKey(folder)) {
                topmost = Optional.of(new Reactor(above, modules));
            }
        }
        return topmost;
    }

    private static Map<Path, Pom> modulesOf(Path root) {
        var found = new LinkedHashMap<Path, Pom>();
        var open = new ArrayDeque<Path>(List.of(root));
        while (!open.isEmpty()) {
            Path folder = open.poll();
            if (!found.containsKey(folder)) {
                Pom.in(folder)
                        .ifPresent(
                                pom -> {
                                    found.put(folder, pom);
                                    pom.modules().forEach(m -> open.add(m.normalize()));
                                });
            }
        }
        return found;
    }

    boolean has(Path module) {
        return module(module).isPresent();
    }

    /** What the POM of a module says. */
    Optional<Pom> module(Path module) {
        return Optional.ofNullable(byDirectory.get(module.toAbsolutePath().normalize()));
    }

    Path root() {
        return root;
    }

    /** How Maven's {@code -pl} names modules: by their paths below the root. */
    List<String> selectors(List<Path> modules) {
        return modules.stream()
                .map(module -> relative(module.toAbsolutePath().normalize()))
                .map(relative -> relative.isEmpty() ? "." : relative)
                .toList();
    }

    /** The module, what it depends on in this reactor, and the parents of all of those. */
    Set<Pom> closure(Path module) {
        var reached = new LinkedHashSet<Pom>();
        var open = new ArrayDeque<Pom>();
        module(module).ifPresent(open::add);
        while (!open.isEmpty()) {
            Pom pom = open.poll();
            if (reached.add(pom)) {
                pom.uses().stream().flatMap(a -> find(a).stream()).forEach(open::add);
                pom.parent().flatMap(this::find).ifPresent(open::add);
            }
        }
        return reached;
    }

    /** A parent may lie beside the reactor, which does not list it. */
    private Optional<Pom> find(Pom.Parent parent) {
        return find(parent.artifact()).or(parent::read);
    }

    private Optional<Pom> find(String artifact) {
        return Optional.ofNullable(byArtifact.get(artifact));
    }

    /** Changes whenever a source or a POM that the module is built from changes. */
    String sourceHash(Path module) throws IOException {
        Digest digest = ownSettings();
        for (Pom pom : inOrder(closure(module))) {
            String known = sourceHashes.get(pom.file());
            if (known == null) {
                known = sourceHash(pom);
                sourceHashes.put(pom.file(), known);
            }
            digest.text(known);
        }
        return digest.hex();
    }

    /** Changes whenever other artifacts might have to be downloaded. */
    String pomHash(Path module) throws IOException {
        Digest digest = ownSettings();
        for (Pom pom : inOrder(closure(module))) {
            digest.text(relative(pom.file())).file(pom.file());
        }
        return digest.hex();
    }

    /** What Maven is told by the files in {@code .mvn}, such as its arguments and extensions. */
    private Digest ownSettings() throws IOException {
        var digest = new Digest();
        Path folder = root.resolve(".mvn");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.text(relative(file)).file(file);
                }
            }
        }
        return digest;
    }

    private String sourceHash(Pom pom) throws IOException {
        var digest = new Digest().text(relative(pom.file())).file(pom.file());
        if (pom.hasSources()) {
            for (Path file : filesOf(pom.directory())) {
                digest.text(relative(file)).file(file);
            }
        }
        return digest.hex();
    }

    private static List<Pom> inOrder(Set<Pom> poms) {
        return poms.stream().sorted(Comparator.comparing(Pom::file)).toList();
    }

    private String relative(Path file) {
        return root.relativize(file).toString();
    }

    /** Everything in a module's folder but what is built, what tests it, and other modules. */
    private Set<Path> filesOf(Path folder) throws IOException {
        var files = new TreeSet<Path>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes a) {
                        String name = path.getFileName().toString();
                        boolean skipped =
                                !path.equals(folder)
                                        && (NO_SOURCES.contains(name)
                                                || name.startsWith(".")
                                                || path.endsWith(Path.of("src", "test"))
                                                || byDirectory.containsKey(path));
                        return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                        if (a.isRegularFile()) {
                            files.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        // Editors come and go with their drafts.
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }
}
