package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.policy.Policies;
import org.jiayi.app.resident.EconomicCategoryNews;
import org.jiayi.app.resident.Registrations;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Splits fees by the economic category of the day of signing, and those of further years by that of their first day, as it is
 * known now: whenever a category is recorded, back-dated too, and when somebody asks for it. What the resident would bear more
 * of, they have to consent to: a recorded category leaves that as it is, and {@link EndedWaivers} tells of it.
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

    /** Of all registrations of the person: the category is known of each. */
    private Flux<Signed> contractsOf(String area, UUID residentId) {
        return database.sql("""
                        SELECT contract_id, resident_id, signed_on FROM contract_version
                        WHERE area = $1 AND resident_id = ANY (ARRAY(%s)) AND upper_inf(known) ORDER BY contract_id
                        """.formatted(Registrations.OF_PERSON))
                .bind(0, area)
                .bind(1, residentId)
                .map(row -> new Signed(
                        Columns.get(row, "contract_id", UUID.class),
                        Columns.get(row, "resident_id", UUID.class),
                        Columns.get(row, "signed_on", LocalDate.class)))
                .all();
    }

    private Mono<Void> reviewed(
            String area, List<Signed> contracts, Map<UUID, List<BorneFees.Borne>> borne, String recordedBy) {
        return Flux.fromIterable(contracts)
                .flatMapIterable(contract -> years(contract, borne.getOrDefault(contract.contractId(), List.of())))
                .concatMap(year -> again(area, year))
                .filter(again -> !again.resplit().needsConsent())
                .concatMap(again -> book(area, again, NOTE, recordedBy))
                .then();
    }

    /**
     * The same for one contract that is locked, with what its payers bear. Refused where the resident would bear more than they
     * consented to, and for a fee charged before categories were kept with it.
     */
    Mono<Void> review(
            String area,
            Signed contract,
            List<BorneFees.Borne> borne,
            Optional<ResidentConsent> consent,
            String recordedBy) {
        String note = consent.map(given -> NOTE + "；" + given.note()).orElse(NOTE);
        return Flux.fromIterable(years(contract, borne))
                .concatMap(year -> again(area, year).switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NO_FEE))))
                .collectList()
                .flatMapIterable(years -> Refused.orThrow(agreed(years, consent)))
                .concatMap(again -> book(area, again, note, recordedBy))
                .then();
    }

    private static Decision<List<Again>> agreed(List<Again> years, Optional<ResidentConsent> consent) {
        if (years.stream().noneMatch(again -> again.resplit().needsConsent())) {
            return Decision.accept(years);
        }
        if (consent.isEmpty()) {
            return Decision.refuse(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT);
        }
        Money share = Money.sum(years.stream().map(Again::residentShare).toList());
        return share.compareTo(consent.get().upTo()) > 0
                ? Decision.refuse(Refusal.of(RefusalCode.RESIDENT_SHARE_NEEDS_CONSENT, "/consent/residentFen"))
                : Decision.accept(years);
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

    /** What is to be booked of a year, with the category it is split by from then on. */
    private record Again(Year year, Resplit resplit, FeeLine.Priced priced) {

        private Money residentShare() {
            return year.borne().split().personal().plus(resplit.personal());
        }
    }

    /** Empty where it is not known by which price the year was charged. */
    private Mono<Again> again(String area, Year year) {
        return Mono.zip(
                        policies.get(area, year.borne().policyId()).map(documents::read),
                        prices.person(area, year.contract().residentId(), year.day()),
                        Mono.justOrEmpty(year.borne().priced()))
                .map(facts -> {
                    FeeLine.Priced before = facts.getT3();
                    FeeLine.Priced after = before.of(facts.getT2().economicCategory());
                    PackageFee fee = facts.getT1().fees().get(before.price());
                    return new Again(
                            year, Resplit.between(year.borne().split(), before.split(fee), after.split(fee)), after);
                });
    }

    private Mono<Void> book(String area, Again again, String note, String recordedBy) {
        return resplitLines.book(
                area, again.year().borne(), again.resplit(), Optional.of(again.priced()), "", note, recordedBy);
    }
}
