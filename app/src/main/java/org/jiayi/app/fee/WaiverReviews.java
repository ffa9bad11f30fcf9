package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.resident.EconomicCategoryNews;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Splits fees by the economic category of the day of signing, and those of further years by that of their first day, as it is
 * known now: whenever a category is recorded, back-dated too, and when somebody asks for it. What the resident would bear more
 * of, they have to consent to: a recorded category leaves that as it is.
 */
@Component
class WaiverReviews implements EconomicCategoryNews {

    private static final String NOTE = "按签约日（以后年度按该年度首日）的经济类型重新计算减免";

    private final DatabaseClient database;
    private final FeeLocks locks;
    private final BorneFees borneFees;
    private final FeePrices prices;
    private final Policies policies;
    private final FeePolicyKind documents;
    private final ResplitLines resplitLines;

    WaiverReviews(
            DatabaseClient database,
            FeeLocks locks,
            BorneFees borneFees,
            FeePrices prices,
            Policies policies,
            FeePolicyKind documents,
            ResplitLines resplitLines) {
        this.database = database;
        this.locks = locks;
        this.borneFees = borneFees;
        this.prices = prices;
        this.policies = policies;
        this.documents = documents;
        this.resplitLines = resplitLines;
    }

    /** A contract as far as its category is concerned. */
    record Signed(UUID contractId, UUID residentId, LocalDate signedOn) {}

    /** A year of a contract's fee and the day whose category decides on it. */
    private record Year(Signed contract, LocalDate day, BorneFees.Borne borne) {}

    @Override
    public Mono<Void> categoryRecorded(String area, UUID residentId, String recordedBy) {
        return contractsOf(area, residentId).collectList().flatMap(signed -> {
            List<UUID> ids = signed.stream().map(Signed::contractId).toList();
            return ids.isEmpty()
                    ? Mono.empty()
                    : locks.takeContracts(area, ids)
                            .then(Mono.defer(() -> borneFees.of(area, ids)))
                            .flatMap(borne -> reviewed(area, signed, borne, recordedBy));
        });
    }

    private Flux<Signed> contractsOf(String area, UUID residentId) {
        return database.sql("""
                        SELECT contract_id, signed_on FROM contract_version
                        WHERE area = $1 AND resident_id = $2 AND upper_inf(known) ORDER BY contract_id
                        """)
                .bind(0, area)
                .bind(1, residentId)
                .map(row -> new Signed(
                        Columns.get(row, "contract_id", UUID.class),
                        residentId,
                        Columns.get(row, "signed_on", LocalDate.class)))
                .all();
    }

    private Mono<Void> reviewed(
            String area, List<Signed> contracts, Map<UUID, List<BorneFees.Borne>> borne, String recordedBy) {
        return Flux.fromIterable(contracts)
                .flatMapIterable(contract -> years(contract, borne.getOrDefault(contract.contractId(), List.of())))
                .filter(year -> year.borne().priced().isPresent())
                .concatMap(year -> resplit(area, year)
                        .flatMap(decision -> decision.<Mono<Void>>fold(
                                needsConsent -> Mono.empty(), again -> book(area, year, again, recordedBy))))
                .then();
    }

    /**
     * The same for one contract that is locked, with what its payers bear. Refused where the resident would bear more, and for a
     * fee charged before categories were kept with it.
     */
    Mono<Void> review(String area, Signed contract, List<BorneFees.Borne> borne, String recordedBy) {
        return Flux.fromIterable(years(contract, borne))
                .concatMap(year -> resplit(area, year)
                        .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_FEE)))
                        .flatMap(decision -> book(area, year, Refused.orThrow(decision), recordedBy)))
                .then();
    }

    private static List<Year> years(Signed contract, List<BorneFees.Borne> borne) {
        return IntStream.range(0, borne.size())
                .mapToObj(year -> new Year(
                        contract,
                        borne.get(year)
                                .covers()
                                .filter(covers -> year > 0)
                                .map(Term::from)
                                .orElse(contract.signedOn()),
                        borne.get(year)))
                .toList();
    }

    /** What is to be booked, with the category it is split by from then on. */
    private record Again(Resplit resplit, FeeLine.Priced priced) {}

    /** Empty where it is not known by which price the year was charged. */
    private Mono<Decision<Again>> resplit(String area, Year year) {
        return Mono.zip(
                        policies.get(area, year.borne().policyId()).map(documents::read),
                        prices.person(area, year.contract().residentId(), year.day()),
                        Mono.justOrEmpty(year.borne().priced()))
                .map(facts -> {
                    FeeLine.Priced before = facts.getT3();
                    FeeLine.Priced after = before.of(facts.getT2().economicCategory());
                    PackageFee fee = facts.getT1().fees().get(before.price());
                    return Resplit.between(year.borne().split(), before.split(fee), after.split(fee))
                            .then(resplit -> Decision.accept(new Again(resplit, after)));
                });
    }

    private Mono<Void> book(String area, Year year, Again again, String recordedBy) {
        return resplitLines.book(
                area, year.borne(), again.resplit(), Optional.of(again.priced()), "", NOTE, recordedBy);
    }
}
