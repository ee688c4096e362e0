package dev.muster.transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whose certificates the peers that speak TLS may show. They are read once, when they are first
 * needed. Thread-safe.
 */
public final class TrustedIssuers {
    private final @Nullable Path bundle;
    private @Nullable SSLContext context;

    private TrustedIssuers(@Nullable Path bundle) {
        this.bundle = bundle;
    }

    /** Those that the Java runtime trusts, by its own trust store or the one it was told of. */
    public static TrustedIssuers ofRuntime() {
        return new TrustedIssuers(null);
    }

    /**
     * Those in a file and no others.
     *
     * @param bundle certificates in PEM, one after the other
     */
    public static TrustedIssuers in(Path bundle) {
        return new TrustedIssuers(bundle);
    }

    /**
     * Reads them, so that a mistake is told before the first call; may block.
     *
     * @throws IllegalArgumentException if they cannot be read; says why
     */
    public void load() {
        var _ = context();
    }

    synchronized SSLContext context() {
        if (context == null) {
            context = create();
        }
        return context;
    }

    /** Who they are, within a sentence. */
    @Override
    public String toString() {
        return bundle == null ? "the Java runtime" : bundle.toString();
    }

    private SSLContext create() {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(bundle == null ? null : certificates(bundle));
            var created = SSLContext.getInstance("TLS");
            created.init(null, trust.getTrustManagers(), null);
            return created;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the certificates of " + this + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore certificates(Path bundle) throws GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (var in = Files.newInputStream(bundle)) {
            store.load(null, null);
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("issuer-" + store.size(), certificate);
            }
        } catch (NoSuchFileException e) {
            throw unreadable(bundle, "there is no such file", e);
        } catch (CertificateException | IOException e) {
            throw unreadable(bundle, String.valueOf(e.getMessage()), e);
        }
        if (store.size() == 0) {
            throw unreadable(bundle, "there are none in it", null);
        }
        return store;
    }

    private static IllegalArgumentException unreadable(
            Path bundle, String why, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "the certificates in " + bundle + " cannot be read: " + why, cause);
    }
}
