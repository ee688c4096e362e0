package dev.muster.service;

import dev.muster.http.Response;
import dev.muster.json.Json;

/**
 * What a responder returns for 201.
 *
 * @param location where the new thing is found
 * @param body the new thing, sent as JSON
 */
public record Created(String location, Object body) {
    public static Created at(String location, Object body) {
        return new Created(location, body);
    }

    Response response() {
        return Json.response(201, body).withHeader("Location", location);
    }
}
