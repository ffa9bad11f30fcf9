package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jiayi.app.JiayiTest;
import org.jiayi.app.MovableClock;
import org.jiayi.app.TestDatabase;
import org.jiayi.app.TestIssuer;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Whom coverage is the coverage of. */
@JiayiTest
class CoverageApiTests {

    private static final LocalDate TODAY = LocalDate.of(2026, 1, 10);
    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 5);

    private final SigningClient client;
    private final WebTestClient http;
    private final TestIssuer issuer;
    private final TestDatabase database;
    private final ContractViews contracts;
    private final MovableClock clock;

    CoverageApiTests(
            WebTestClient http, TestIssuer issuer, TestDatabase database, ContractViews contracts, MovableClock clock) {
        this.client = new SigningClient(http);
        this.http = http;
        this.issuer = issuer;
        this.database = database;
        this.contracts = contracts;
        this.clock = clock;
    }

    /** By the count of all, and by the sum of the parts that the printed report is made of. */
    private List<String> covered(ContractingCounty people) {
        var all = client.get(people.county().bureau("chen"), "/api/v1/pooling-areas/" + people.area() + "/coverage")
                .isDone()
                .body();
        List<ContractViews.Heads> parts = contracts
                .heads(people.area(), LocalDate.now(clock))
                .collectList()
                .blockOptional()
                .orElseThrow();
        long contracted = parts.stream()
                .filter(part -> part.institutionCode().isPresent())
                .mapToLong(ContractViews.Heads::residents)
                .sum();
        return List.of(
                all.path("contracted").asLong() + " of " + all.path("residents").asLong(),
                contracted + " of "
                        + parts.stream()
                                .mapToLong(ContractViews.Heads::residents)
                                .sum());
    }

    private void post(String token, String path, Map<String, ?> body) {
        client.post(token, SigningClient.newKey(), path, null, body).isDone();
    }

    @Test
    void everybody_who_lives_counts_once_and_the_dead_do_not() throws SQLException {
        clock.moveTo(TODAY);
        var people = ContractingCounty.open(http, issuer, database, 3);
        String survivor = people.registered(BIRTH, Map.of());
        String duplicate = people.registered(BIRTH, Map.of());
        people.signed(Map.of("residentId", duplicate));
        String dying = people.signed().body().path("residentId").asString();
        assertThat(covered(people)).containsExactly("2 of 5", "2 of 5");
        post(
                issuer.administrator(),
                "/api/v1/residents/" + duplicate + "/merge",
                Map.of("survivorId", survivor, "reason", "registered_twice"));
        assertThat(covered(people)).containsExactly("2 of 4", "2 of 4");
        post(people.institution(), "/api/v1/residents/" + dying + "/death", Map.of("diedOn", TODAY.toString()));
        assertThat(covered(people)).containsExactly("2 of 4", "2 of 4");
        clock.moveTo(TODAY.plusDays(1));
        assertThat(covered(people)).containsExactly("1 of 3", "1 of 3");
    }
}
