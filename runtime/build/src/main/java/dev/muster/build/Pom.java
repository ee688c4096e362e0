package dev.muster.build;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/**
 * What a {@code pom.xml} says of itself and of the modules around it; nothing is inherited or
 * resolved.
 *
 * @param file the pom.xml, absolute
 * @param artifact its artifact id
 * @param hasSources it is more than a POM: something is built from the files beside it
 * @param parent where it has one
 * @param modules folders of its modules, those of profiles included
 * @param uses artifact ids of what it is built or run with: dependencies, plugins and what plugins
 *     use, in profiles too; the dependencies of tests, and those that are only managed, left out
 */
record Pom(
        Path file,
        String artifact,
        boolean hasSources,
        Optional<Parent> parent,
        List<Path> modules,
        Set<String> uses) {

    /**
     * @param file where it is looked for first
     */
    record Parent(String artifact, Path file) {
        Optional<Pom> read() {
            return Files.isRegularFile(file)
                    ? Pom.read(file).filter(pom -> pom.artifact().equals(artifact))
                    : Optional.empty();
        }
    }

    static Optional<Pom> in(Path directory) {
        Path file = directory.toAbsolutePath().normalize().resolve("pom.xml");
        return Files.isRegularFile(file) ? read(file) : Optional.empty();
    }

    Path directory() {
        return file.resolveSibling("").normalize();
    }

    /** A file that is no XML is no POM to us: Maven itself will say what is wrong with it. */
    private static Optional<Pom> read(Path file) {
        try (var in = Files.newInputStream(file)) {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Document document = builder.parse(in);
            Element project = document.getDocumentElement();
            return Optional.of(
                    new Pom(
                            file,
                            text(project, "artifactId").orElse(""),
                            !text(project, "packaging").equals(Optional.of("pom")),
                            child(project, "parent").map(parent -> parent(file, parent)),
                            modules(file, project),
                            uses(project)));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            return Optional.empty();
        }
    }

    private static Parent parent(Path file, Element parent) {
        Path path = file.resolveSibling(text(parent, "relativePath").orElse("../pom.xml"));
        return new Parent(
                text(parent, "artifactId").orElse(""),
                (Files.isDirectory(path) ? path.resolve("pom.xml") : path).normalize());
    }

    private static List<Path> modules(Path file, Element project) {
        var lists = new ArrayList<>(children(project, "modules"));
        for (Element profiles : children(project, "profiles")) {
            for (Element profile : children(profiles, "profile")) {
                lists.addAll(children(profile, "modules"));
            }
        }
        var modules = new ArrayList<Path>();
        for (Element list : lists) {
            for (Element module : children(list, "module")) {
                Path path = file.resolveSibling(module.getTextContent().trim());
                modules.add(path.toString().endsWith(".xml") ? path.resolveSibling("") : path);
            }
        }
        return modules;
    }

    private static Set<String> uses(Element project) {
        var artifacts = new HashSet<String>();
        NodeList ids = project.getElementsByTagName("artifactId");
        for (int i = 0; i < ids.getLength(); i++) {
            if (ids.item(i).getParentNode() instanceof Element named && isUsed(named)) {
                artifacts.add(ids.item(i).getTextContent().trim());
            }
        }
        return artifacts;
    }

    private static boolean isUsed(Element named) {
        return switch (named.getTagName()) {
            case "project", "parent", "exclusion" -> false;
            case "dependency" -> {
                String scope = text(named, "scope").orElse("compile");
                yield isManaged(named) ? scope.equals("import") : !scope.equals("test");
            }
            default -> true;
        };
    }

    private static boolean isManaged(Element dependency) {
        return dependency.getParentNode().getParentNode() instanceof Element above
                && above.getTagName().equals("dependencyManagement");
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent, name).stream().findFirst();
    }

    private static Optional<String> text(Element parent, String name) {
        return child(parent, name).map(element -> element.getTextContent().trim());
    }

    private static List<Element> children(Element parent, String name) {
        var found = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
