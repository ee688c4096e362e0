package dev.muster.server;

import dev.muster.http.Body;
import dev.muster.http.EventLoopThread;
import dev.muster.http.Handler;

/** Answers whose bodies have begun when they come out of their handlers. */
final class BegunAnswers {
    private BegunAnswers() {}

    /**
     * Has the body of what {@code handler} answers begin before the filters see it, where it is a
     * stream that a client is to be sent, and this thread may wait for it.
     */
    static Handler of(Handler handler) {
        return request -> {
            var response = handler.handle(request);
            if (response == null
                    || response.body() instanceof Body.Bytes
                    || response.body() instanceof BegunBody
                    || !Answer.hasBody(request, response)
                    || EventLoopThread.isCurrent()) {
                return response;
            }
            var running = RunningExchange.current();
            return running.isPresent() ? running.get().begin(response) : response;
        };
    }
}
