package org.jiayi.app.capitation;

import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What was booked for payees, month by month: each month begins with what the one before it says of the year. */
@Component
class Bookings {

    private final DatabaseClient database;

    Bookings(DatabaseClient database) {
        this.database = database;
    }

    /** Where a payee stands in a year. */
    record Standing(String payee, String institutionCode, BookedToDate toDate) {

        /** As it stands now, with what the year came to before. */
        Standing withYearOf(Standing before) {
            return new Standing(payee, institutionCode, before.toDate);
        }
    }

    /** The payees' years as the last counted month before {@code month} left them; none where the year begins. */
    Flux<Standing> before(String area, InsuranceScheme scheme, Month month) {
        return database.sql("""
                        SELECT payee, institution_code, year_numerator, year_denominator, year_entitlement_fen,
                            year_prepayment_fen
                        FROM capitation_booking
                        WHERE area = $1 AND scheme = $2 AND month = (SELECT max(month) FROM capitation_month
                            WHERE area = $1 AND scheme = $2 AND month >= $3 AND month < $4)
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, Month.of(month.year(), 1).firstDay())
                .bind(3, month.firstDay())
                .map(Bookings::standing)
                .all();
    }

    /**
     * Who could be paid in a month.
     *
     * @param open whether the institution is open on the snapshot day; one that is not is paid for open clinics below it at most, and
     *     no least amount
     */
    record Payable(Standing standing, boolean open) {}

    /**
     * Who could be paid, whether anybody counts for them or not: those with a team that was known at that moment. Of a team that was
     * brought in later, a contract of the month was known by then: a file of contracts says since when. IS TRUE as in {@link
     * CountedHeads#inTime}.
     */
    Flux<Payable> payees(String area, Month month, CapitationPolicy policy, Instant knownAt) {
        String institution = policy.payees().level() == PayeeLevel.PARENT
                ? "coalesce(i.parent_code, i.institution_code)"
                : "i.institution_code";
        String payee = policy.payees().level() == PayeeLevel.TEAM ? "t.number" : institution;
        return database.sql("""
                        SELECT DISTINCT %2$s AS payee, %1$s AS institution_code,
                            NOT EXISTS (SELECT FROM organisation_institution_standing s WHERE s.area = t.area
                                AND s.institution_code = %1$s AND s.standing <> 'open' AND s.effective @> $5::date
                                AND s.known @> $3) AS open
                        FROM organisation_team t
                        JOIN organisation_institution_particulars i ON i.area = t.area
                            AND i.institution_code = t.institution_code AND i.known @> $3 AND i.effective @> $5::date
                        WHERE t.area = $1 AND NOT EXISTS (SELECT FROM organisation_team_dissolution d
                            WHERE d.area = t.area AND d.team_number = t.number AND d.last_day < $2 AND d.recorded_at <= $3)
                            AND (t.recorded_at <= $3 OR t.number IN (SELECT c.team_number FROM contract_version c
                                WHERE c.area = $1 AND lower(c.known) <= $3 AND (c.term && daterange($2, $4, '[]')) IS TRUE))
                        """.formatted(institution, payee))
                .bind(0, area)
                .bind(1, month.firstDay())
                .bind(2, knownAt)
                .bind(3, month.lastDay())
                .bind(4, policy.headCount().snapshot(month))
                .map((row, metadata) -> new Payable(
                        new Standing(
                                Columns.text(row, "payee"),
                                Columns.text(row, "institution_code"),
                                BookedToDate.NOTHING),
                        Columns.get(row, "open", Boolean.class)))
                .all();
    }

    /** What was booked for a payee, without its cells; empty where nothing was. */
    Mono<PayeeMonth> find(String area, InsuranceScheme scheme, Month month, String payee) {
        return database.sql(
                        "SELECT * FROM capitation_booking WHERE area = $1 AND scheme = $2 AND month = $3 AND payee = $4")
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, payee)
                .map((row, metadata) -> booked(month, row))
                .one();
    }

    private static PayeeMonth booked(Month month, Readable row) {
        Standing standing = standing(row);
        Money entitlement = Money.ofFen(Columns.get(row, "entitlement_fen", Long.class));
        Money prepayment = Money.ofFen(Columns.get(row, "prepayment_fen", Long.class));
        MonthlyBooking booking = new MonthlyBooking(
                fraction(row, "exact"), entitlement, prepayment, entitlement.minus(prepayment), standing.toDate());
        return new PayeeMonth(standing.payee(), standing.institutionCode(), month.firstDay(), List.of(), booking);
    }

    Mono<Void> keep(String area, InsuranceScheme scheme, Month month, List<PayeeMonth> payees) {
        return database.sql("""
                        INSERT INTO capitation_booking (area, scheme, month, payee, institution_code, heads,
                            corrected_heads, village_heads, exact_numerator, exact_denominator, year_numerator,
                            year_denominator, entitlement_fen, prepayment_fen, year_entitlement_fen, year_prepayment_fen)
                        SELECT $1, $2, $3, row.* FROM unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[],
                            $8::bigint[], $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[], $13::bigint[],
                            $14::bigint[], $15::bigint[], $16::bigint[]) AS row
                        """)
                .bind(0, area)
                .bind(1, scheme.code())
                .bind(2, month.firstDay())
                .bind(3, Columns.array(payees, String[]::new, PayeeMonth::payee))
                .bind(4, Columns.array(payees, String[]::new, PayeeMonth::institutionCode))
                .bind(5, Columns.array(payees, Long[]::new, PayeeMonth::heads))
                .bind(6, Columns.array(payees, Long[]::new, PayeeMonth::correctedHeads))
                .bind(7, Columns.array(payees, Long[]::new, PayeeMonth::villageHeads))
                .bind(
                        8,
                        numbers(
                                payees,
                                payee -> new BigDecimal(payee.booking().exact().numerator())))
                .bind(
                        9,
                        numbers(
                                payees,
                                payee -> new BigDecimal(payee.booking().exact().denominator())))
                .bind(
                        10,
                        numbers(
                                payees,
                                payee -> new BigDecimal(
                                        payee.booking().toDate().exact().numerator())))
                .bind(
                        11,
                        numbers(
                                payees,
                                payee -> new BigDecimal(
                                        payee.booking().toDate().exact().denominator())))
                .bind(12, fen(payees, payee -> payee.booking().entitlement()))
                .bind(13, fen(payees, payee -> payee.booking().prepayment()))
                .bind(14, fen(payees, payee -> payee.booking().toDate().entitlement()))
                .bind(15, fen(payees, payee -> payee.booking().toDate().prepaid()))
                .then();
    }

    private static BigDecimal[] numbers(List<PayeeMonth> payees, Function<PayeeMonth, BigDecimal> number) {
        return Columns.array(payees, BigDecimal[]::new, number);
    }

    private static Long[] fen(List<PayeeMonth> payees, Function<PayeeMonth, Money> amount) {
        return Columns.array(payees, Long[]::new, payee -> amount.apply(payee).fen());
    }

    private static Standing standing(Readable row) {
        return new Standing(
                Columns.text(row, "payee"),
                Columns.text(row, "institution_code"),
                new BookedToDate(
                        fraction(row, "year"),
                        Money.ofFen(Columns.get(row, "year_entitlement_fen", Long.class)),
                        Money.ofFen(Columns.get(row, "year_prepayment_fen", Long.class))));
    }

    private static Fraction fraction(Readable row, String name) {
        return new Fraction(
                Columns.get(row, name + "_numerator", BigDecimal.class).toBigIntegerExact(),
                Columns.get(row, name + "_denominator", BigDecimal.class).toBigIntegerExact());
    }
}
