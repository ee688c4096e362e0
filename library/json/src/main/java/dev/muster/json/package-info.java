/**
 * JSON to and from records.
 *
 * {@snippet :
 * record NewOrder(String product, int quantity, Optional<String> note) {}
 *
 * Response place(Request request) {
 *     NewOrder order = Json.read(request, NewOrder.class); // 400 or 415 where it is none
 *     return Json.response(201, Map.of("product", order.product()));
 * }
 * }
 *
 * <p>What is read must be what the record says: every component is there and is of its type, save
 * those that are {@code Optional} or {@code @Nullable}, and what the record's constructor refuses
 * with an {@code IllegalArgumentException} is told with its message. A value is read exactly or
 * refused with its place, by {@link dev.muster.http.ScalarType}, and what was read is written back
 * unchanged. Members the record does not know are passed over, so that a peer may add to a
 * contract, unless it is annotated {@code @JsonIgnoreProperties(ignoreUnknown = false)}. {@code
 * java.time} values are ISO 8601 text, and a {@code BigDecimal} keeps every digit.
 */
@org.jspecify.annotations.NullMarked
package dev.muster.json;
