package dev.muster.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a parameter a header of the request, such as {@code If-Match}. An empty {@code Optional} is
 * not sent. A header that every call has is better set by {@link ClientConfig#withHeader}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Header {
    /** The name of the header. */
    String value();
}
