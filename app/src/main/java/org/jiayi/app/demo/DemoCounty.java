package org.jiayi.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jiayi.app.imports.ImportJob;
import org.jiayi.app.imports.Imports;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.policy.PolicyDesk;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.MonthlyRun;
import org.jiayi.app.settlement.MonthlyRuns;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Loads the demo county once: its policies, its files, and the months January to September 2026 as computed batches. Then
 * says where the application is and how to get in.
 */
@Component
@Profile("demo")
class DemoCounty implements ApplicationRunner {

    private static final String AREA = DemoTokenController.AREA;
    private static final List<String> FILES =
            List.of("institutions", "teams", "residents", "contracts", "events", "visits");
    private static final int MONTHS = 9;
    private static final LocalDate KNOWN_ON = LocalDate.of(2026, 10, 10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BUFFER_BYTES = 1 << 16;

    private static final Caller LOADER = bureau("demo-loader");
    private static final Caller PUBLISHER = bureau("demo-publisher");

    private final PoolingAreas areas;
    private final PolicyDesk policies;
    private final Imports imports;
    private final MonthlyRuns runs;
    private final DemoTokenController tokens;
    private final Environment environment;
    private final boolean empty;

    DemoCounty(
            PoolingAreas areas,
            PolicyDesk policies,
            Imports imports,
            MonthlyRuns runs,
            DemoTokenController tokens,
            Environment environment,
            @Value("${jiayi.demo:county}") String content) {
        this.areas = areas;
        this.policies = policies;
        this.imports = imports;
        this.runs = runs;
        this.tokens = tokens;
        this.environment = environment;
        this.empty = content.equals("empty");
    }

    @Override
    public void run(ApplicationArguments arguments) throws Exception {
        if (!empty) {
            load().toFuture().get();
        }
        greet();
    }

    private Mono<Void> load() {
        return areas.open(AREA, "示范县", LOADER)
                .then(Mono.defer(this::publishPolicies))
                .thenMany(Flux.fromIterable(FILES).concatMap(this::importFile))
                .then(Mono.defer(this::computeMonths));
    }

    private Mono<Void> publishPolicies() {
        LocalDate start = LocalDate.of(2026, 1, 1);
        Optional<LocalDate> end = Optional.of(start.plusYears(1));
        return publishPolicy("contract_fee", "contract-fee", LocalDate.of(2025, 1, 1), Optional.empty())
                .then(publishPolicy("contracting", "contracting", LocalDate.of(2025, 1, 1), Optional.empty()))
                .then(publishPolicy("service_packages", "service-packages", LocalDate.of(2025, 1, 1), Optional.empty()))
                .then(publishPolicy("capitation", "capitation-310", start, end))
                .then(publishPolicy("capitation", "capitation-390", start, end))
                .then(publishPolicy("visits_elsewhere", "visits-elsewhere-310", start, end))
                .then(publishPolicy("visits_elsewhere", "visits-elsewhere-390", start, end))
                .then(publishPolicy("year_end", "year-end-310", start, end))
                .then(publishPolicy("year_end", "year-end-390", start, end))
                .then();
    }

    private Mono<Policy> publishPolicy(String kind, String file, LocalDate from, Optional<LocalDate> until) {
        return Mono.fromCallable(() -> text("demo/policies/" + file + ".json"))
                .flatMap(document -> policies.draft(AREA, kind, document, from, until, LOADER))
                .flatMap(policy -> policy.status() == Policy.Status.PUBLISHED
                        ? Mono.just(policy)
                        : policies.validate(AREA, policy.policyId(), Optional.empty(), LOADER)
                                .then(policies.publish(AREA, policy.policyId(), PUBLISHER)));
    }

    private Mono<ImportJob> importFile(String kind) {
        var file = new ClassPathResource("demo/county/" + kind + ".csv");
        return imports.upload(
                        AREA,
                        kind,
                        DataBufferUtils.read(file, DefaultDataBufferFactory.sharedInstance, BUFFER_BYTES),
                        LOADER)
                .flatMap(job -> imports.find(AREA, job.importId())
                        .filter(ImportJob::isOver)
                        .repeatWhenEmpty(rounds -> rounds.delayElements(POLL)));
    }

    /** After a start that was cut off, what it had asked for is waited for. */
    private Mono<Void> computeMonths() {
        return runs.list(AREA)
                .next()
                .switchIfEmpty(Mono.defer(() -> runs.start(
                        new MonthlyRuns.Order(
                                AREA,
                                Set.of(InsuranceScheme.values()),
                                Month.of(2026, 1),
                                Month.of(2026, MONTHS),
                                KNOWN_ON),
                        LOADER)))
                .flatMap(run -> runs.get(AREA, run.runId())
                        .filter(MonthlyRun::isOver)
                        .repeatWhenEmpty(rounds -> rounds.delayElements(POLL)))
                .then();
    }

    private void greet() throws Exception {
        String port = environment.getProperty("local.server.port", "8080");
        StringBuilder text = new StringBuilder("\nJiayi 家医 is ready: http://127.0.0.1:" + port + "\n\n");
        for (Role role : Role.values()) {
            if (role != Role.RESIDENT || !empty) {
                String token = tokens.token(role.code(), null, null, null, null, null)
                        .toFuture()
                        .get();
                text.append(role.code()).append(": ").append(token).append("\n\n");
            }
        }
        System.out.println(text);
    }

    private static String text(String path) throws IOException {
        return new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
    }

    private static Caller bureau(String subject) {
        return new Caller(
                subject, Set.of(Role.BUREAU), new Scope(AREA, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
