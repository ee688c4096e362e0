package dev.muster.transport.tls;

import io.netty.handler.ssl.NotSslRecordException;

import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;

import javax.net.ssl.SSLException;

/** Why there is no connection over TLS, in the few words that a log line wants. */
final class TlsFailure {
    private TlsFailure() {}

    /**
     * @param host whom the peer's certificate should be for
     * @param trusted whose certificates are, within a sentence
     */
    static String reason(Throwable failure, String host, String trusted) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case NotSslRecordException _ -> {
                    return "it speaks no TLS";
                }
                case ClosedChannelException _ -> {
                    return "it closed the connection within the TLS handshake";
                }
                case CertificateExpiredException _ -> {
                    return "its certificate has expired";
                }
                case CertificateNotYetValidException _ -> {
                    return "its certificate is not valid yet";
                }
                case CertPathBuilderException _ -> {
                    return "its certificate is of no issuer that " + trusted + " trusts";
                }
                default -> deepest = cause;
            }
        }
        if (deepest.getClass() == CertificateException.class) {
            // Only the check of the name throws this very class.
            return "its certificate is not for " + host + ": " + deepest.getMessage();
        }
        return deepest instanceof SSLException || deepest instanceof CertificateException
                ? "the TLS handshake failed: " + deepest.getMessage()
                : "the connection broke within the TLS handshake: " + deepest.getMessage();
    }
}
