package dev.muster.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates that the JDK's keytool makes for a test, and servers' contexts with them. */
final class Certificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    /** Makes an authority, which {@link #bundle} has. */
    Certificates(Path folder) throws Exception {
        this.folder = folder;
        make("authority", "-ext", "bc:c");
        write("authority");
    }

    /** The authority's certificate, in PEM. */
    Path bundle() {
        return folder.resolve("authority.pem");
    }

    /** Makes a key and its certificate, which the authority has signed. */
    SSLContext signed(String name, String alternativeNames, String... options) throws Exception {
        var all = new ArrayList<>(List.of("-signer", "authority"));
        all.addAll(List.of("-ext", "san=" + alternativeNames));
        all.addAll(List.of(options));
        make(name, all.toArray(String[]::new));
        return context(name);
    }

    /** Makes a key and a certificate that nobody but itself has signed. */
    SSLContext selfSigned(String name, String alternativeNames) throws Exception {
        make(name, "-ext", "san=" + alternativeNames);
        return context(name);
    }

    private void make(String alias, String... options) throws Exception {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-dname",
                                "CN=" + alias,
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store().toString(),
                                "-storepass",
                                PASSWORD));
        command.addAll(List.of(options));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    private void write(String alias) throws IOException, GeneralSecurityException {
        var der = keys().getCertificate(alias).getEncoded();
        var base64 = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(
                bundle(),
                "# The authority of a test.\n-----BEGIN CERTIFICATE-----\n"
                        + base64
                        + "\n-----END CERTIFICATE-----\n");
    }

    private SSLContext context(String alias) throws IOException, GeneralSecurityException {
        var all = keys();
        var one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        var password = PASSWORD.toCharArray();
        one.setKeyEntry(
                alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
    }

    private Path store() {
        return folder.resolve("keys.p12");
    }
}
