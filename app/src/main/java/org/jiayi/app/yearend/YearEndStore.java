package org.jiayi.app.yearend;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.visit.VisitCharges.ClassTotal;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes year ends; they are read by {@link YearEndRows}. */
@Component
class YearEndStore {

    private final DatabaseClient database;

    YearEndStore(DatabaseClient database) {
        this.database = database;
    }

    /** A year end that is there already. */
    record Standing(UUID yearEndId, String status) {}

    Mono<Standing> standing(String area, InsuranceScheme scheme, int year) {
        return database.sql(
                        "SELECT year_end_id, status FROM yearend_year_end WHERE area = $1 AND scheme = $2 AND year = $3")
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, year)
                .mapProperties(Standing.class)
                .one();
    }

    /**
     * What approved years left to be recovered and no other approved one has taken in, without what came of it by bank or was given
     * up, by payee; zero or less.
     */
    Mono<Map<String, Money>> carried(String area, InsuranceScheme scheme) {
        return database.sql("""
                        SELECT payee, sum(fen)::bigint AS carried_fen FROM (
                            SELECT l.payee, l.carried_out_fen - l.carried_in_fen AS fen
                            FROM yearend_line l JOIN yearend_year_end y USING (area, year_end_id)
                            WHERE y.area = $1 AND y.scheme = $2 AND y.status = 'approved'
                            UNION ALL SELECT payee, amount_fen FROM yearend_recovery
                            WHERE area = $1 AND scheme = $2 AND NOT reversed
                            UNION ALL SELECT payee, amount_fen FROM yearend_write_off
                            WHERE area = $1 AND scheme = $2 AND accepted) debt
                        GROUP BY payee
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .map(row ->
                        Map.entry(Columns.text(row, "payee"), Money.ofFen(Columns.get(row, "carried_fen", Long.class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /**
     * A year whose year end has to be approved before that of {@code year} is confirmed: an earlier one of which there is a
     * draft, or a later one whose batch waits for its approval.
     */
    Mono<Integer> findFirst(String area, InsuranceScheme scheme, int year) {
        return database.sql("""
                        SELECT y.year FROM yearend_year_end y
                        WHERE y.area = $1 AND y.scheme = $2 AND y.status = 'draft' AND (y.year < $3 OR y.year > $3
                            AND EXISTS (SELECT FROM settlement_batch b WHERE b.area = y.area AND b.kind = 'year_end'
                                AND b.fund = y.scheme AND b.month = y.through_month AND b.status = 'confirmed'))
                        ORDER BY y.year LIMIT 1
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, year)
                .mapValue(Integer.class)
                .one();
    }

    /** The village clinics of each institution on a day, by their codes. */
    Mono<Map<String, List<String>>> clinics(String area, LocalDate on) {
        return database.sql("""
                        SELECT parent_code, array_agg(institution_code ORDER BY institution_code) AS clinics
                        FROM organisation_institution_particulars
                        WHERE area = $1 AND parent_code IS NOT NULL AND upper_inf(known) AND effective @> $2::date
                        GROUP BY parent_code
                        """)
                .bind(0, area)
                .bind(1, on)
                .map(row -> Map.entry(
                        Columns.text(row, "parent_code"), List.of(Columns.get(row, "clinics", String[].class))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Discards a draft with all that is of it; must be called under the lock of its year. */
    Mono<Void> discard(String area, UUID draftId) {
        return Flux.just("yearend_share", "yearend_visits", "yearend_line", "yearend_year_end")
                .concatMap(table -> database.sql("DELETE FROM " + table + " WHERE area = $1 AND year_end_id = $2"
                                + " AND EXISTS (SELECT FROM yearend_year_end y WHERE y.area = $1 AND y.year_end_id = $2"
                                + " AND y.status = 'draft')")
                        .bind(0, area)
                        .bind(1, draftId)
                        .then())
                .then();
    }

    Mono<Void> add(Reconciliation draft, UUID yearEndId, Caller caller, Instant at) {
        return database.sql("""
                        INSERT INTO yearend_year_end (area, year_end_id, scheme, year, through_month, known_on, policy_id,
                            visits_policy_id, batch_id, status, digest_sha256, digest_sm3, computed_by, computed_at,
                            first_month)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11, $12, $13, $14)
                        """)
                .bind(0, draft.area())
                .bind(1, yearEndId)
                .bind(2, draft.scheme().code())
                .bind(3, draft.through().year())
                .bind(4, draft.through().firstDay())
                .bind(5, draft.knownOn())
                .bind(6, draft.policy().policyId())
                .bind(7, draft.visitsPolicy().policyId())
                .bind(8, draft.batchId())
                .bind(9, draft.digest().sha256())
                .bind(10, draft.digest().sm3())
                .bind(11, caller.subject())
                .bind(12, at)
                .bind(13, draft.first().firstDay())
                .then()
                .then(Mono.defer(() -> addLines(draft, yearEndId)))
                .then(Mono.defer(() -> addVisits(draft, yearEndId)))
                .then(Mono.defer(() -> addShares(draft, yearEndId)));
    }

    /** The amounts of a line, in the order of its columns. */
    private static final List<Function<PayeeYearEnd, Money>> AMOUNTS = List.of(
            line -> line.year().entitlement(),
            line -> line.year().prepaid(),
            line -> line.year().deducted(),
            line -> line.year().adjusted(),
            line -> line.result().spending().own(),
            line -> line.result().spending().elsewhere(),
            line -> line.result().sharing().amount(),
            line -> line.result().sharing().institution(),
            line -> line.result().sharing().fund(),
            line -> line.result().retention().margin(),
            line -> line.result().retention().released(),
            line -> line.result().retention().forfeited(),
            line -> line.result().finalDue(),
            line -> line.result().balance(),
            PayeeYearEnd::carriedIn,
            PayeeYearEnd::carriedOut);

    private Mono<Void> addLines(Reconciliation draft, UUID yearEndId) {
        List<PayeeYearEnd> lines = draft.lines();
        var statement = database.sql("""
                        INSERT INTO yearend_line (area, year_end_id, payee, institution_code, person_months, own_person_months, score,
                            served, side,
                            entitlement_fen, prepaid_fen, deducted_fen, adjusted_fen, own_fen, elsewhere_fen, difference_fen,
                            institution_fen, fund_fen, margin_fen, released_fen, forfeited_fen, final_due_fen, balance_fen,
                            carried_in_fen, carried_out_fen)
                        SELECT $1, $2, row.* FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::boolean[],
                            $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[],
                            $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[], $19::bigint[], $20::bigint[],
                            $21::bigint[], $22::bigint[], $23::bigint[], $24::bigint[],
                            $25::bigint[]) AS row
                        """)
                .bind(0, draft.area())
                .bind(1, yearEndId)
                .bind(2, Columns.array(lines, String[]::new, line -> line.year().payee()))
                .bind(3, Columns.array(lines, String[]::new, line -> line.year().institutionCode()))
                .bind(4, Columns.array(lines, Long[]::new, line -> line.year().personMonths()))
                .bind(5, Columns.array(lines, Long[]::new, line -> line.year().ownPersonMonths()))
                .bind(6, Columns.array(lines, String[]::new, PayeeYearEnd::score))
                .bind(7, Columns.array(lines, Boolean[]::new, PayeeYearEnd::served))
                .bind(
                        8,
                        Columns.array(
                                lines,
                                String[]::new,
                                line -> line.result().sharing().side().code()));
        for (int column = 0; column < AMOUNTS.size(); column++) {
            Function<PayeeYearEnd, Money> amount = AMOUNTS.get(column);
            statement = statement.bind(
                    9 + column,
                    Columns.array(lines, Long[]::new, line -> amount.apply(line).fen()));
        }
        return statement.then();
    }

    /** A class of visits, or a share, of one payee. */
    private record Of<T>(String payee, T what) {}

    private static <T> List<Of<T>> of(Reconciliation draft, Function<PayeeYearEnd, List<T>> parts) {
        List<Of<T>> all = new ArrayList<>();
        draft.lines()
                .forEach(line -> parts.apply(line)
                        .forEach(part -> all.add(new Of<>(line.year().payee(), part))));
        return all;
    }

    private Mono<Void> addVisits(Reconciliation draft, UUID yearEndId) {
        List<Of<ClassTotal>> totals = of(draft, PayeeYearEnd::visits);
        return database.sql("""
                        INSERT INTO yearend_visits (area, year_end_id, payee, visit_class, visits, amount_fen, weight, charged_fen)
                        SELECT $1, $2, row.* FROM unnest($3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],
                            $8::bigint[]) AS row
                        """)
                .bind(0, draft.area())
                .bind(1, yearEndId)
                .bind(2, Columns.array(totals, String[]::new, Of::payee))
                .bind(
                        3,
                        Columns.array(
                                totals,
                                String[]::new,
                                of -> of.what().visitClass().code()))
                .bind(4, Columns.array(totals, Long[]::new, of -> of.what().visits()))
                .bind(
                        5,
                        Columns.array(
                                totals, Long[]::new, of -> of.what().amount().fen()))
                .bind(
                        6,
                        Columns.array(
                                totals, String[]::new, of -> of.what().weight().toString()))
                .bind(
                        7,
                        Columns.array(
                                totals, Long[]::new, of -> of.what().charged().fen()))
                .then();
    }

    private Mono<Void> addShares(Reconciliation draft, UUID yearEndId) {
        List<Of<AllianceSplit.Share>> shares = of(draft, PayeeYearEnd::shares);
        return database.sql("""
                        INSERT INTO yearend_share (area, year_end_id, payee, institution_code, role, amount_fen)
                        SELECT $1, $2, row.* FROM unnest($3::text[], $4::text[], $5::text[], $6::bigint[]) AS row
                        """)
                .bind(0, draft.area())
                .bind(1, yearEndId)
                .bind(2, Columns.array(shares, String[]::new, Of::payee))
                .bind(3, Columns.array(shares, String[]::new, of -> of.what().institutionCode()))
                .bind(
                        4,
                        Columns.array(
                                shares, String[]::new, of -> of.what().role().code()))
                .bind(
                        5,
                        Columns.array(
                                shares, Long[]::new, of -> of.what().amount().fen()))
                .then();
    }

    Mono<Void> approve(Reconciliation draft, Caller caller, Instant at) {
        return database.sql("""
                        UPDATE yearend_year_end SET status = 'approved', approved_by = $3, approved_at = $4
                        WHERE area = $1 AND year_end_id = $2 AND status = 'draft'
                        """)
                .bind(0, draft.area())
                .bind(1, draft.yearEndId().orElseThrow())
                .bind(2, caller.subject())
                .bind(3, at)
                .fetch()
                .rowsUpdated()
                .filter(rows -> rows == 1)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("a year end moved although locked")))
                .then();
    }

    /** The year ends of an area, the latest year first. */
    Flux<UUID> list(String area) {
        return database.sql("SELECT year_end_id FROM yearend_year_end WHERE area = $1 ORDER BY year DESC, scheme")
                .bind(0, area)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMapIterable(ids -> ids);
    }
}
