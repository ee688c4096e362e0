package dev.muster.agent.api;

import dev.muster.agent.text.Look;
import dev.muster.control.ApiQuery;
import dev.muster.http.Request;

import java.util.List;

/** How a text for a terminal looks, by the words of a query that say so. */
final class TextLook {
    private static final QueryWord<Integer> COLUMNS =
            QueryWord.number(ApiQuery.COLUMNS, 9_999, 100);
    private static final QueryWord<Boolean> COLOUR = QueryWord.flag(ApiQuery.COLOUR);

    static final List<QueryWord<?>> WORDS = List.of(COLUMNS, COLOUR);

    private TextLook() {}

    static Look of(Request request) {
        return new Look(COLUMNS.of(request), COLOUR.of(request));
    }
}
