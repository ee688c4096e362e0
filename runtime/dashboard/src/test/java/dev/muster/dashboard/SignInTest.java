package dev.muster.dashboard;

import static dev.muster.dashboard.SampleFleet.NOON;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** How a browser gets its session, keeps it, and gives it to nobody else. */
class SignInTest {
    @TempDir Path profile;

    private Browser browser;
    private FakeAgent agent;

    @BeforeEach
    void start() {
        browser = Browser.start(profile);
        agent = FakeAgent.start(0, SampleFleet.degraded(NOON));
    }

    @AfterEach
    void stop() {
        agent.close();
        browser.assertNothingWentWrong();
        browser.close();
    }

    @Test
    void spendsTheTokenOfTheUrlAndTakesItOutOfTheAddress() {
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        assertThat(agent.posts())
                .containsExactly("POST /api/v1/session {\"token\":\"" + FakeAgent.TOKEN + "\"}");
        assertThat(browser.address()).isEqualTo(agent.url() + "/");
        assertThat(agent.paths()).noneMatch(path -> path.contains(FakeAgent.TOKEN));
    }

    @Test
    void saysHowToSignInWhereTheAgentDoesNotKnowTheReader() {
        browser.open(agent.url());
        browser.find("sign-in-notice", "Open the dashboard URL that muster up printed");
        assertThat(browser.all("service-table")).isEmpty();
    }

    @Test
    void signsInByAnAddressThatIsPastedIntoTheSameTab() {
        browser.open(agent.url());
        browser.find("sign-in-notice");
        browser.run("location.href = arguments[0]", agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        assertThat(browser.address()).doesNotContain(FakeAgent.TOKEN);
    }

    @Test
    void staysSignedInAfterAReloadAndInAnotherTab() {
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        browser.reload();
        browser.find("fleet-verdict", "payments is degraded");
        browser.openInAnotherTab(agent.url());
        browser.find("fleet-verdict", "payments is degraded");
        assertThat(agent.posts()).hasSize(1);
    }

    @Test
    void signsInATabThatIsOpenAlreadyWhenAnotherOneDoes() {
        browser.open(agent.url());
        browser.find("sign-in-notice");
        browser.openInAnotherTab(agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        browser.turnToTheFirstTab();
        browser.find("fleet-verdict", "payments is degraded");
    }

    @Test
    void forgetsTheSessionOfAnAgentThatIsGone() {
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        agent.die();
        browser.find("connection-banner", "Connection lost");
        agent.riseAnew();
        browser.find("connection-banner", "This needs the token");
        assertThat(browser.run("return localStorage.length")).isEqualTo(0L);
        browser.run("location.href = arguments[0]", agent.signInUrl());
        browser.waitUntilGone(".stale");
    }

    @Test
    void givesNothingOfItToAnotherPortOfTheSameHost() throws Exception {
        browser.open(agent.signInUrl());
        browser.find("fleet-verdict", "payments is degraded");
        var seen = new CopyOnWriteArrayList<String>();
        var neighbour =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        neighbour.createContext(
                "/",
                exchange -> {
                    exchange.getRequestHeaders()
                            .keySet()
                            .forEach(name -> seen.add(name.toLowerCase(Locale.ROOT)));
                    var page = "<!doctype html><p>a service".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        neighbour.start();
        try {
            for (var path : List.of("/api/v1/orders", "/api/v1/fleet/stream", "/")) {
                browser.open("http://127.0.0.1:" + neighbour.getAddress().getPort() + path);
                browser.find("p", "a service");
            }
            assertThat(seen).contains("host").doesNotContain("cookie", "authorization");
            assertThat(browser.run("return localStorage.length + document.cookie.length"))
                    .isEqualTo(0L);
        } finally {
            neighbour.stop(0);
        }
    }
}
