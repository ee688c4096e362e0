package dev.muster.json;

import com.fasterxml.jackson.annotation.Nulls;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.LogicalType;

import java.time.Month;

/**
 * The one configuration of Jackson: a value is read exactly or refused, and what was read is
 * written back unchanged. Apart from {@link Json}, so that a program that reads no JSON does not
 * load Jackson.
 */
final class StrictMapper {
    static final int MAX_DEPTH = 100;
    static final JsonMapper INSTANCE = build();

    private StrictMapper() {}

    private static JsonMapper build() {
        var builder =
                JsonMapper.builder(factory())
                        .annotationIntrospector(new RequiredComponents())
                        .addModule(exactTypes())
                        .addHandler(new UnknownMembers())
                        .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                        .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                        .disable(DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE);
        builder.withCoercionConfig(
                LogicalType.Textual,
                text ->
                        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
        return builder.build();
    }

    private static JsonFactory factory() {
        return JsonFactory.builder()
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .addDecorator((_, generator) -> new ExactGenerator(generator))
                .build();
    }

    private static SimpleModule exactTypes() {
        var module = new SimpleModule("exact").setDeserializerModifier(new ExactTypes());
        module.setDeserializers(new ExactContainers());
        // By its name as every enum, not by its number.
        return module.addSerializer(Month.class, new ToStringSerializer(Month.class));
    }
}
