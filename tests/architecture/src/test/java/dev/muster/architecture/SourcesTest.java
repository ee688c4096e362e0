package dev.muster.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.tools.ToolProvider;

/** What every source of the repository is held to, tests and examples included. */
final class SourcesTest {
    private static final int LONGEST_FILE = 500;
    private static final int LONGEST_METHOD = 60;

    @Test
    void hasNoFileThatIsTooLongToRead() {
        assertThat(
                        House.files("java", "js", "css", "html", "py").stream()
                                .filter(file -> lines(House.read(file)) > LONGEST_FILE)
                                .map(House::shown))
                .isEmpty();
    }

    @Test
    void namesNoFileByAPatternNoun() {
        assertThat(
                        House.sources().stream()
                                .filter(file -> PatternNouns.isIn(file.getFileName().toString()))
                                .map(House::shown))
                .isEmpty();
    }

    @Test
    void hasNoMethodThatIsTooLongToRead() throws IOException {
        assertThat(methodsLongerThan(LONGEST_METHOD)).isEmpty();
    }

    /** A library's process, which has no runtime beside it, looks for the owner of its port. */
    @Test
    void readsWhatOnlyLinuxHasInOnePackage() {
        var readers =
                House.sources().stream()
                        .filter(file -> House.read(file).contains("\"/proc"))
                        .map(file -> House.shown(file).toString())
                        .filter(file -> file.contains("/src/main/"));

        assertThat(readers)
                .containsExactlyInAnyOrder(
                        "library/transport/src/main/java/dev/muster/transport/PortOwner.java",
                        "runtime/process/src/main/java/dev/muster/process/linux/ProcFs.java");
    }

    private static long lines(String text) {
        return text.lines().count();
    }

    private static List<String> methodsLongerThan(int most) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var tooLong = new ArrayList<String>();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var sources = files.getJavaFileObjectsFromPaths(House.sources());
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null, files, _ -> {}, List.of("-proc:none"), null, sources);
            var positions = Trees.instance(task).getSourcePositions();
            for (var unit : task.parse()) {
                var methods = new ArrayList<MethodTree>();
                new MethodCollector().scan(unit, methods);
                for (var method : methods) {
                    long first = line(unit, positions.getStartPosition(unit, method));
                    long last = line(unit, positions.getEndPosition(unit, method));
                    if (last - first >= most) {
                        tooLong.add(unit.getSourceFile().getName() + ":" + first);
                    }
                }
            }
        }
        return tooLong;
    }

    /** The line of a position, or 0 of what has none, as a constructor that nobody wrote. */
    private static long line(CompilationUnitTree unit, long position) {
        return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
    }

    private static final class MethodCollector extends TreeScanner<Void, List<MethodTree>> {
        @Override
        public Void visitMethod(MethodTree method, List<MethodTree> methods) {
            methods.add(method);
            return super.visitMethod(method, methods);
        }
    }
}
