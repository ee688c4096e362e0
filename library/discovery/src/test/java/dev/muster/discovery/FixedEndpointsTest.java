package dev.muster.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class FixedEndpointsTest {
    @Test
    void givesTheEndpointOfAnAddress() {
        var source = FixedEndpoints.at(Map.of("catalog", URI.create("http://127.0.0.1:8081")));
        assertThat(snapshot(source, "catalog").ready())
                .containsExactly(Endpoint.of("catalog", "127.0.0.1", 8081));
    }

    @Test
    void anAddressWithoutPortIsAtPort80() {
        var source = FixedEndpoints.at(Map.of("catalog", URI.create("http://catalog/")));
        assertThat(snapshot(source, "catalog").ready())
                .containsExactly(Endpoint.of("catalog", "catalog", 80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://catalog:81/api/v1.2", "http://catalog:81/api/v1.2/"})
    void takesAPathThatGoesBeforeEveryRequestsOwn(String address) {
        var source = FixedEndpoints.at(Map.of("catalog", URI.create(address)));
        assertThat(snapshot(source, "catalog").ready())
                .singleElement()
                .satisfies(
                        endpoint -> {
                            assertThat(endpoint.host()).isEqualTo("catalog");
                            assertThat(endpoint.port()).isEqualTo(81);
                            assertThat(endpoint.basePath()).isEqualTo("/api/v1.2");
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.bank.com, api.bank.com, 443, ''",
        "HTTPS://api.bank.com:8443/, api.bank.com, 8443, ''",
        "https://api.bank.com/v2, api.bank.com, 443, /v2",
        "https://[::1]:8443/v2/, ::1, 8443, /v2"
    })
    void takesAnAddressThatIsSpokenToOverTls(String address, String host, int port, String base) {
        var source = FixedEndpoints.at(Map.of("bank", URI.create(address)));
        var endpoint = snapshot(source, "bank").ready().getFirst();
        assertThat(endpoint.isSecure()).isTrue();
        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(endpoint.basePath()).isEqualTo(base);
    }

    @Test
    void takesTheBracketsOffAnIpv6Address() {
        var source = FixedEndpoints.at(Map.of("catalog", URI.create("http://[::1]:8081")));
        assertThat(snapshot(source, "catalog").ready())
                .containsExactly(Endpoint.of("catalog", "::1", 8081));
    }

    @Test
    void knowsNoEndpointsOfOtherServices() {
        var source = FixedEndpoints.of("catalog", Endpoint.of("catalog-1", "127.0.0.1", 1));
        assertThat(snapshot(source, "orders"))
                .isEqualTo(new Endpoints("orders", List.of(), "fixed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://127.0.0.1:1",
                "https://me@catalog",
                "https://catalog/v1?x=1",
                "https:///v1",
                "https://catalog:65536",
                "httpss://catalog",
                "catalog:8081",
                "http://catalog/../v1",
                "http://catalog/v1?x=1",
                "http://me@catalog/v1",
                "http://catalog/a//b",
                "http:///",
                "http://catalog:65536",
                "http://catalog:0",
                "http://me@catalog",
                "http://catalog?v=1"
            })
    void refusesAnAddressItCannotUse(String address) {
        assertThatThrownBy(() -> FixedEndpoints.at(Map.of("catalog", URI.create(address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the address of catalog is \""
                                + address
                                + "\", expected http://host:port or https://host:port, perhaps"
                                + " with a path");
    }

    private static Endpoints snapshot(EndpointSource source, String service) {
        var seen = new ArrayList<Endpoints>(List.of());
        source.subscribe(service, seen::add).close();
        return seen.getFirst();
    }
}
