package dev.muster.examples.shop.storefront;

import static java.util.stream.Collectors.toMap;

import dev.muster.http.Handler;
import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes pages of templates, which were compiled with the service. */
final class Pages {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Gallery gallery = new Gallery();
    private final String replica;

    /**
     * @param replica whose name stands at the foot of each page
     */
    Pages(String replica) {
        this.replica = replica;
    }

    Response front(List<Print> prints) {
        return page("front.jte", Map.of("prints", prints, "gallery", gallery));
    }

    Response print(Print print) {
        var order = UUID.randomUUID().toString();
        return page("print.jte", Map.of("print", print, "order", order, "gallery", gallery));
    }

    Response purchase(Order order, Optional<Print> print) {
        return page("purchase.jte", Map.of("order", order, "print", print, "gallery", gallery));
    }

    Response purchases(List<Order> orders, List<Print> prints) {
        var byId = prints.stream().collect(toMap(Print::id, print -> print));
        return page("purchases.jte", Map.of("orders", orders, "prints", byId, "gallery", gallery));
    }

    /** A filter that turns what went wrong into a page for people. */
    Response explainProblems(Request request, Handler next) throws Exception {
        var response = next.handle(request);
        if (!response.header("Content-Type").equals(Optional.of("application/problem+json"))) {
            return response;
        }
        var detail =
                response.status() >= 500
                        ? "A part of the shop is away. It usually is back within seconds."
                        : Json.read(response.body(), Problem.class).detail();
        var page = problem(response.status(), detail);
        // What the answer says besides, such as Retry-After or Content-Range, holds for the page.
        var headers = response.headers();
        for (var field : page.headers()) {
            headers = headers.with(field.name(), field.value());
        }
        return page.withHeaders(headers);
    }

    /** What a page says of a problem. */
    private record Problem(String detail) {}

    Response problem(int status, String detail) {
        return page("problem.jte", Map.of("status", status, "detail", detail)).withStatus(status);
    }

    private Response page(String template, Map<String, Object> parameters) {
        var all = new HashMap<>(parameters);
        all.put("replica", replica);
        var html = new StringOutput();
        templates.render(template, all, html);
        return Response.html(html.toString())
                .withHeader("Content-Security-Policy", POLICY)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", "same-origin");
    }
}
