package org.jiayi.app.fee;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Term;
import org.jiayi.app.ledger.Book;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.Ledger;
import org.jiayi.app.ledger.Transfer;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Books lines of fees and, in the same transaction and under the same entry, the transfers that they add up to. */
@Component
class FeeLines {

    private final DatabaseClient database;
    private final Books books;
    private final Ledger ledger;
    private final OverpaidShares overpaid;

    FeeLines(DatabaseClient database, Books books, Ledger ledger, OverpaidShares overpaid) {
        this.database = database;
        this.books = books;
        this.ledger = ledger;
        this.overpaid = overpaid;
    }

    /** Books lines under their entries, in the area's books as they are open; nothing where there is none. */
    Mono<Void> book(String area, List<Posting> postings, String recordedBy) {
        return postings.stream().allMatch(posting -> posting.lines().isEmpty())
                ? Mono.empty()
                : books.open(area).flatMap(book -> book(book, postings, recordedBy));
    }

    /**
     * What is booked under one entry.
     *
     * @param others what lines that are written already add up to
     */
    record Posting(UUID entryId, List<FeeLine> lines, List<Transfer> others) {

        private Ledger.Entry entry() {
            List<Transfer> transfers = new ArrayList<>(others);
            transfers.addAll(transfers(entryId, lines));
            return new Ledger.Entry(entryId, transfers);
        }
    }

    /** A line with its entry. */
    private record Booked(UUID entryId, FeeLine line) {}

    /** Books lines and transfers of several entries, all or none. */
    Mono<Void> book(Book book, List<Posting> postings, String recordedBy) {
        List<Booked> lines = postings.stream()
                .flatMap(posting -> posting.lines().stream().map(line -> new Booked(posting.entryId(), line)))
                .toList();
        return (lines.isEmpty() ? Mono.<Void>empty() : insert(book, lines))
                .then(Mono.defer(() ->
                        ledger.post(book, postings.stream().map(Posting::entry).toList(), recordedBy)))
                .then(Mono.defer(() -> giveBack(book.area(), withLess(lines), recordedBy)));
    }

    private Mono<Void> giveBack(String area, List<UUID> contractIds, String recordedBy) {
        return contractIds.isEmpty() ? Mono.empty() : overpaid.giveBack(area, contractIds, recordedBy);
    }

    /** The contracts of which somebody bears less than before, and may have paid more. */
    private static List<UUID> withLess(List<Booked> lines) {
        return lines.stream()
                .map(Booked::line)
                .filter(line -> line.amount().isNegative())
                .map(FeeLine::contractId)
                .distinct()
                .toList();
    }

    private Mono<Void> insert(Book book, List<Booked> booked) {
        List<FeeLine> lines = booked.stream().map(Booked::line).toList();
        return database.sql("""
                        INSERT INTO fee_line (area, contract_id, entry_id, payer, policy_id, institution_code, amount_fen,
                            reason, month, price, economic_category, tier, covers)
                        SELECT $1, contract_id, entry_id, payer, policy_id, institution_code, amount_fen, reason, month,
                            nullif(price, -1), nullif(economic_category, ''), nullif(tier, -1),
                            nullif(covers, '')::daterange
                        FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::bigint[], $8::text[],
                            $9::date[], $10::int[], $11::text[], $12::int[], $13::text[])
                            AS row (entry_id, contract_id, payer, policy_id, institution_code, amount_fen, reason, month,
                                price, economic_category, tier, covers)
                        """)
                .bind(0, book.area())
                .bind(1, Columns.array(booked, UUID[]::new, Booked::entryId))
                .bind(2, Columns.array(lines, UUID[]::new, FeeLine::contractId))
                .bind(
                        3,
                        Columns.array(lines, String[]::new, line -> line.payer().code()))
                .bind(4, Columns.array(lines, UUID[]::new, FeeLine::policyId))
                .bind(5, Columns.array(lines, String[]::new, FeeLine::institutionCode))
                .bind(6, Columns.array(lines, Long[]::new, line -> line.amount().fen()))
                .bind(
                        7,
                        Columns.array(
                                lines, String[]::new, line -> line.reason().code()))
                .bind(
                        8,
                        Columns.array(
                                lines,
                                LocalDate[]::new,
                                line -> book.monthOf(line.effectiveOn()).firstDay()))
                .bind(
                        9,
                        Columns.array(
                                lines,
                                Integer[]::new,
                                line -> line.priced().map(FeeLine.Priced::price).orElse(-1)))
                .bind(
                        10,
                        Columns.array(
                                lines,
                                String[]::new,
                                line -> line.priced()
                                        .map(FeeLine.Priced::economicCategory)
                                        .orElse("")))
                .bind(
                        11,
                        Columns.array(
                                lines,
                                Integer[]::new,
                                line -> line.priced().map(FeeLine.Priced::tier).orElse(-1)))
                .bind(
                        12,
                        Columns.array(
                                lines,
                                String[]::new,
                                line -> line.covers().map(FeeLines::range).orElse("")))
                .then();
    }

    private static String range(Term covers) {
        return "[" + covers.from() + "," + covers.until() + ")";
    }

    /** One transfer for all lines that are alike but for their contract; what is taken away goes the way back. */
    static List<Transfer> transfers(UUID entryId, List<FeeLine> lines) {
        Map<String, List<FeeLine>> alike = new TreeMap<>();
        for (FeeLine line : lines) {
            if (line.amount().isZero()) {
                continue;
            }
            String key = String.join(
                    ":",
                    line.reason().code(),
                    entryId.toString(),
                    line.payer().code(),
                    line.institutionCode(),
                    line.amount().isNegative() ? "back" : "on",
                    line.effectiveOn().toString(),
                    line.corrects().map(UUID::toString).orElse(""));
            alike.computeIfAbsent(key, fresh -> new ArrayList<>()).add(line);
        }
        return alike.entrySet().stream()
                .map(sum -> transfer(sum.getKey(), sum.getValue()))
                .toList();
    }

    private static Transfer transfer(String businessKey, List<FeeLine> lines) {
        FeeLine first = lines.get(0);
        Transfer sum = transfer(
                first.reason(),
                first.payer(),
                first.institutionCode(),
                Money.sum(lines.stream().map(FeeLine::amount).toList()),
                businessKey,
                first.effectiveOn());
        return sum.correcting(first.corrects());
    }

    /**
     * The transfer that lines of one payer and institution add up to.
     *
     * @param amount not zero; what is negative goes the way back
     */
    static Transfer transfer(
            FeeLineReason reason,
            Payer payer,
            String institutionCode,
            Money amount,
            String businessKey,
            LocalDate effectiveOn) {
        var charged = FeeAccounts.debit(payer, institutionCode);
        var received = FeeAccounts.credit(payer, institutionCode);
        return amount.isNegative()
                ? new Transfer(received, charged, amount.negated(), reason.code(), businessKey, effectiveOn)
                : new Transfer(charged, received, amount, reason.code(), businessKey, effectiveOn);
    }
}
