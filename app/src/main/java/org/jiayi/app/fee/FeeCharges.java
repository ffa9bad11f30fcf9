package org.jiayi.app.fee;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.contract.ContractCharges;
import org.jiayi.app.contract.FeeChange;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.PayerShare;
import org.jiayi.app.contract.PricedPackages;
import org.jiayi.app.contract.ServicePackage;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Charges contracts by the fee policy of their signing day: a line per payer for each contract, and one transfer per
 * payer, institution and month for all that were signed together, tied to the lines by the entry.
 */
@Component
class FeeCharges implements ContractCharges {

    private final DatabaseClient database;
    private final FeePrices feePrices;
    private final Books books;
    private final Ledger ledger;
    private final FeeAdjustments adjustments;
    private final FeeChanges changes;
    private final FeeYears years;
    private final FeeReinstatements reinstatements;

    FeeCharges(
            DatabaseClient database,
            FeePrices feePrices,
            Books books,
            Ledger ledger,
            FeeAdjustments adjustments,
            FeeChanges changes,
            FeeYears years,
            FeeReinstatements reinstatements) {
        this.database = database;
        this.feePrices = feePrices;
        this.books = books;
        this.ledger = ledger;
        this.adjustments = adjustments;
        this.changes = changes;
        this.years = years;
        this.reinstatements = reinstatements;
    }

    @Override
    public Mono<PricedPackages> priced(String area) {
        return database.sql("""
                        SELECT DISTINCT f.service_package, p.policy_id, lower(p.effective) AS effective_from,
                            coalesce(upper(p.effective), 'infinity') AS effective_until
                        FROM policy_policy p JOIN fee_price f ON f.area = p.area AND f.policy_id = p.policy_id
                        WHERE p.area = $1 AND p.kind = 'contract_fee' AND p.status IN ('published', 'superseded')
                        """)
                .bind(0, area)
                .mapProperties(PricedPackages.Price.class)
                .all()
                .collectList()
                .map(PricedPackages::new);
    }

    /**
     * What one payer owes one institution for the contracts that were charged together and signed in one month.
     *
     * @param signedOn the last day of that month on which one was signed
     * @param priced how many contracts were charged in all
     */
    private record Total(String payer, String institutionCode, LocalDate signedOn, long amountFen, long priced) {}

    /** A contract whose resident has no circumstance on the signing day would be charged nothing and nobody would know. */
    private static Total checked(Total total, List<NewContract> contracts) {
        if (total.priced() != contracts.size()) {
            throw new IllegalStateException(
                    "of " + contracts.size() + " contracts only " + total.priced() + " have a price");
        }
        return total;
    }

    @Override
    public Mono<Void> charge(String area, List<NewContract> contracts, PricedPackages prices, String recordedBy) {
        if (contracts.isEmpty()) {
            return Mono.empty();
        }
        UUID entryId = UuidCreator.getTimeOrderedEpoch();
        return books.open(area)
                .flatMap(book -> lines(book, contracts, prices, entryId)
                        .map(total -> transfer(checked(total, contracts), entryId))
                        .collectList()
                        .flatMap(transfers -> ledger.post(book, entryId, transfers, recordedBy)));
    }

    /** IS TRUE keeps the planner off the exclusion's index, which guards well and finds slowly. */
    private Flux<Total> lines(Book book, List<NewContract> contracts, PricedPackages prices, UUID entryId) {
        return database.sql("""
                        WITH incoming AS (
                            SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::date[],
                                $10::date[], $11::date[])
                                AS row (contract_id, resident_id, institution_code, service_package, policy_id, signed_on,
                                    first_day, day_after)
                        ), person AS MATERIALIZED (
                            SELECT i.*, greatest(date_trunc('month', i.signed_on)::date, $9::date) AS month,
                                c.economic_category, %s AS groups
                            FROM incoming i
                            JOIN resident_resident r ON r.area = $1 AND r.resident_id = i.resident_id
                            JOIN resident_circumstance c ON c.area = $1 AND c.resident_id = i.resident_id
                                AND (c.effective @> i.signed_on) IS TRUE AND upper_inf(c.known)
                        ), kind AS MATERIALIZED (
                            SELECT kind.*, %s AS price
                            FROM (SELECT DISTINCT policy_id, service_package, groups FROM person) kind
                        ), charged AS MATERIALIZED (
                            SELECT p.contract_id, p.institution_code, p.policy_id, p.signed_on, p.month, k.price,
                                p.economic_category, s.payer, s.amount_fen,
                                CASE WHEN f.yearly AND p.day_after > p.first_day + interval '1 year'
                                    THEN daterange(p.first_day, (p.first_day + interval '1 year')::date) END AS covers
                            FROM person p
                            JOIN kind k USING (policy_id, service_package, groups)
                            JOIN fee_price f ON f.area = $1 AND f.policy_id = p.policy_id AND f.price = k.price
                            JOIN fee_split s ON s.area = $1 AND s.policy_id = p.policy_id AND s.price = k.price
                                AND s.tier = 0 AND s.economic_category = p.economic_category
                        ), line AS (
                            INSERT INTO fee_line (area, contract_id, entry_id, payer, policy_id, institution_code, amount_fen,
                                month, price, economic_category, tier, covers)
                            SELECT $1, contract_id, $8, payer, policy_id, institution_code, amount_fen, month, price,
                                economic_category, 0, covers
                            FROM charged
                        )
                        SELECT payer, institution_code, max(signed_on) AS signed_on,
                            sum(amount_fen)::bigint AS amount_fen, (SELECT count(*) FROM person) AS priced
                        FROM charged
                        GROUP BY payer, institution_code, month
                        HAVING sum(amount_fen) > 0
                        ORDER BY institution_code, payer, signed_on
                        """.formatted(
                                FeePrices.GROUPS_ON.formatted("i.signed_on"), FeePrices.PRICE_OF.formatted("kind")))
                .bind(0, book.area())
                .bind(1, Columns.array(contracts, UUID[]::new, NewContract::contractId))
                .bind(2, Columns.array(contracts, UUID[]::new, NewContract::residentId))
                .bind(3, Columns.array(contracts, String[]::new, NewContract::institutionCode))
                .bind(
                        4,
                        Columns.array(
                                contracts,
                                String[]::new,
                                contract -> contract.servicePackage().code()))
                .bind(
                        5,
                        Columns.array(
                                contracts,
                                UUID[]::new,
                                contract -> prices.policyOf(contract.servicePackage(), contract.signedOn())
                                        .orElseThrow()))
                .bind(6, Columns.array(contracts, LocalDate[]::new, NewContract::signedOn))
                .bind(7, entryId)
                .bind(8, book.openFrom())
                .bind(
                        9,
                        Columns.array(
                                contracts,
                                LocalDate[]::new,
                                contract -> contract.term().from()))
                .bind(
                        10,
                        Columns.array(
                                contracts,
                                LocalDate[]::new,
                                contract -> contract.term().until()))
                .mapProperties(Total.class)
                .all();
    }

    private static Transfer transfer(Total total, UUID entryId) {
        Payer payer = Payer.of(total.payer());
        Month month = Month.containing(total.signedOn());
        return new Transfer(
                FeeAccounts.debit(payer, total.institutionCode()),
                FeeAccounts.credit(payer, total.institutionCode()),
                Money.ofFen(total.amountFen()),
                "contract_fee",
                String.join(":", "fee", entryId.toString(), total.payer(), total.institutionCode(), month.toString()),
                total.signedOn());
    }

    @Override
    public Flux<PayerShare> quote(String area, ServicePackage servicePackage, UUID residentId, LocalDate signedOn) {
        return feePrices
                .of(area, servicePackage, residentId, signedOn)
                .map(FeePrices.Priced::share)
                .map(share -> new PayerShare(share.payer().code(), share.payer().label(), share.amount()));
    }

    @Override
    public Mono<Void> adjust(String area, List<FeeChange> changes, String recordedBy) {
        return adjustments.adjust(area, changes, recordedBy);
    }

    @Override
    public Mono<Void> chargeAgain(String area, List<Reinstated> contracts, LocalDate today, String recordedBy) {
        return reinstatements.charge(area, contracts, today, recordedBy);
    }

    @Override
    public Mono<Void> chargeYears(String area, LocalDate today, String recordedBy) {
        return years.charge(area, today, recordedBy);
    }

    @Override
    public Mono<Boolean> isChargedByYear(String area, UUID contractId) {
        return years.chargedByYear(area, contractId);
    }

    @Override
    public Flux<UUID> bearers(String area, UUID contractId) {
        return changes.bearers(area, List.of(contractId)).map(FeeChanges.Bearer::contractId);
    }

    @Override
    public Flux<PayerShare> shares(String area, UUID contractId) {
        return database.sql("""
                        SELECT l.payer, sum(l.amount_fen)::bigint AS amount_fen
                        FROM fee_line l
                        %s
                        WHERE l.area = $1 AND l.contract_id = $2
                        GROUP BY l.payer ORDER BY min(%s), l.payer
                        """.formatted(BorneFees.PRICE_NOW, BorneFees.PLACE))
                .bind(0, area)
                .bind(1, contractId)
                .map(row -> {
                    Payer payer = Payer.of(Columns.text(row, "payer"));
                    return new PayerShare(
                            payer.code(), payer.label(), Money.ofFen(Columns.get(row, "amount_fen", Long.class)));
                })
                .all();
    }
}
