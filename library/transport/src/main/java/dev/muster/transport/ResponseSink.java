package dev.muster.transport;

/**
 * Where a response goes, on the event loop of its exchange: {@link #head}, then the body. {@link
 * #failed} without a {@code head} before it means that no response came.
 */
public interface ResponseSink extends BodySink {
    void head(ResponseHead head);
}
