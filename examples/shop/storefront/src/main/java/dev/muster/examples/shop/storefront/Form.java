package dev.muster.examples.shop.storefront;

import dev.muster.http.HttpProblem;
import dev.muster.http.Parameters;
import dev.muster.http.Request;

import java.io.IOException;

/** The fields of a form that a browser sent. */
final class Form {
    private final Parameters fields;

    private Form(Parameters fields) {
        this.fields = fields;
    }

    static Form of(Request request) throws IOException {
        return new Form(request.form());
    }

    /**
     * @throws HttpProblem 400 where there is no such field, or nothing in it
     */
    String text(String name) {
        return fields.first(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> HttpProblem.badRequest("The form lacks " + name + "."));
    }

    /**
     * @throws HttpProblem 400 where the field holds no whole number
     */
    int number(String name) {
        try {
            return Integer.parseInt(text(name));
        } catch (NumberFormatException e) {
            throw HttpProblem.badRequest("The form's " + name + " is not a number.");
        }
    }
}
