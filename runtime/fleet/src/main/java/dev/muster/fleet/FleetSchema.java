package dev.muster.fleet;

import java.util.SequencedMap;

/** The fleet file's format as a JSON Schema, for editors to complete and check by. */
final class FleetSchema {
    private FleetSchema() {}

    /** The schema, draft 2020-12: maps, lists, texts, numbers and booleans, as JSON has them. */
    static SequencedMap<String, Object> document() {
        var schema =
                Shapes.schema(
                        "$schema", "https://json-schema.org/draft/2020-12/schema",
                        "title", "Muster fleet file",
                        "description", "The services of a fleet and how they are run.");
        schema.putAll(FleetKeys.SHAPE.schema());
        return schema;
    }
}
