package org.jiayi.app.reporting;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jiayi.app.claim.FundClaims;
import org.jiayi.app.distribution.TeamDistributions;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.organisation.PoolingAreas;
import org.jiayi.app.settlement.Batches;
import org.jiayi.app.yearend.YearEnds;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells anybody who holds a printed document what we have of it; nothing about people. */
@Component
public class Verifications {

    private final Batches batches;
    private final YearEnds yearEnds;
    private final FundClaims claims;
    private final TeamDistributions distributions;
    private final PoolingAreas areas;

    Verifications(
            Batches batches,
            YearEnds yearEnds,
            FundClaims claims,
            TeamDistributions distributions,
            PoolingAreas areas) {
        this.batches = batches;
        this.yearEnds = yearEnds;
        this.claims = claims;
        this.distributions = distributions;
        this.areas = areas;
    }

    private static final String YEAR_END = "year_end";
    private static final String FUND_CLAIM = "fund_claim";
    private static final String STAFF_DISTRIBUTION = "staff_distribution";

    /**
     * What we have of a document.
     *
     * @param kind the code of a batch's kind, or {@code year_end}, {@code fund_claim}, {@code staff_distribution}
     * @param period the month, or the first and the last one
     * @param totalFen what its total is; empty where no such payee has a part of it
     */
    public record Original(
            String kind, String area, String areaName, String period, String digestSm3, Optional<Long> totalFen) {}

    /** What is known of it but for its area's name. */
    private record Found(String kind, String period, String digestSm3, Optional<Long> totalFen) {}

    /**
     * What we have of a document, or of one payee's part of it; refused as unknown where there is none.
     *
     * @param payee the code of an institution or the number of a team; empty for the whole
     */
    public Mono<Original> original(String documentId, Optional<String> payee) {
        PublicId id = Stream.of(
                        PublicId.Kind.BATCH,
                        PublicId.Kind.YEAR_END,
                        PublicId.Kind.FUND_CLAIM,
                        PublicId.Kind.STAFF_DISTRIBUTION)
                .flatMap(kind -> PublicId.parse(kind, documentId).fold(unknown -> Stream.<PublicId>empty(), Stream::of))
                .findFirst()
                .orElseThrow(() -> new Refused(RefusalCode.NOT_FOUND));
        return found(id, payee)
                .zipWhen(found -> areas.get(id.area()))
                .map(both -> new Original(
                        both.getT1().kind(),
                        id.area(),
                        both.getT2().name(),
                        both.getT1().period(),
                        both.getT1().digestSm3(),
                        both.getT1().totalFen()));
    }

    private Mono<Found> found(PublicId id, Optional<String> payee) {
        return switch (id.kind()) {
            case BATCH -> batch(id, payee);
            case YEAR_END -> yearEnd(id, payee);
            case FUND_CLAIM -> claim(id);
            default -> distribution(id);
        };
    }

    private Mono<Found> batch(PublicId id, Optional<String> payee) {
        Scope area = new Scope(id.area(), Optional.empty(), Optional.empty(), Optional.empty());
        return batches.get(id.area(), id.uuid())
                .flatMap(batch -> batches.lines(batch, area)
                        .filter(line -> payee.stream().allMatch(line.payee()::equals))
                        .collectList()
                        .map(lines -> new Found(
                                batch.kind(),
                                batch.month().toString(),
                                batch.digestSm3(),
                                total(payee, lines.stream().map(line -> line.entitlementFen())))));
    }

    private Mono<Found> yearEnd(PublicId id, Optional<String> payee) {
        return yearEnds.get(id.area(), id.uuid())
                .map(found -> new Found(
                        YEAR_END,
                        found.first() + "/" + found.through(),
                        found.digest().sm3(),
                        total(
                                payee,
                                found.lines().stream()
                                        .filter(line -> isOf(
                                                payee,
                                                line.year().payee(),
                                                line.year().institutionCode()))
                                        .map(line -> line.result().balance().fen()))));
    }

    private static boolean isOf(Optional<String> wanted, String payee, String institutionCode) {
        return wanted.stream().allMatch(Predicate.isEqual(payee).or(Predicate.isEqual(institutionCode)));
    }

    /** Nothing where a payee was asked for that has no part. */
    private static Optional<Long> total(Optional<String> payee, Stream<Long> parts) {
        Optional<Long> sum = parts.reduce(Math::addExact);
        return payee.isPresent() ? sum : Optional.of(sum.orElse(0L));
    }

    private Mono<Found> claim(PublicId id) {
        return claims.get(id.area(), id.uuid())
                .map(claim -> new Found(
                        FUND_CLAIM,
                        claim.month().toString(),
                        ContentDigests.of(claim),
                        Optional.of(claim.claimed().fen())));
    }

    private Mono<Found> distribution(PublicId id) {
        return distributions
                .find(id.area(), id.uuid())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(found -> new Found(
                        STAFF_DISTRIBUTION,
                        found.firstMonth() + "/" + found.lastMonth(),
                        ContentDigests.of(found),
                        Optional.of(found.pool().fen())));
    }
}
