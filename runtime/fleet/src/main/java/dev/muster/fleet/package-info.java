/**
 * Reads {@code muster.yaml}, the description of a fleet; and what is told of fleets: {@link
 * dev.muster.fleet.Cause causes} and {@link dev.muster.fleet.Event events}.
 *
 * {@snippet :
 * public static void main(String[] args) {
 *     var file = FleetFile.find(Path.of("")).orElseThrow();
 *     try {
 *         var fleet = FleetFile.load(file);
 *         System.out.println(fleet.name() + ": " + fleet.services().keySet());
 *     } catch (FleetProblems problems) {
 *         System.err.print(problems.render(file.getParent()));
 *         System.exit(1);
 *     }
 * }
 * }
 *
 * <p>A file is read in four steps: load (YAML to nodes that know their line and column), merge (the
 * local overrides laid over them), bind (nodes to records, by one table of keys from which the
 * published JSON Schema and the reference page are made too), validate (what must hold between the
 * records, and between them and the disk). Each step notes every mistake it finds, and no later
 * step runs on what an earlier one could not read.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.fleet;
