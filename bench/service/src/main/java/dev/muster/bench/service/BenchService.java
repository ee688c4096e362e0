package dev.muster.bench.service;

import dev.muster.http.Request;
import dev.muster.http.Response;
import dev.muster.json.Json;
import dev.muster.service.Service;
import dev.muster.service.Setup;

import java.io.IOException;

/** Reads a small JSON document and sends it back: the same as bench/gin does. */
public final class BenchService {
    private BenchService() {}

    record Message(String id, String text, int count) {}

    public static void main(String[] args) {
        Service.create("bench", BenchService::describe).start();
    }

    static void describe(Setup s) {
        s.post("/echo", Message.class, message -> message)
                .get("/hello/{name}", r -> new Message(r.param("name"), "hello", 1))
                .nonBlocking("POST", "/loop", BenchService::echo);
    }

    private static Response echo(Request request) throws IOException {
        return Json.response(Json.read(request, Message.class));
    }
}
