package org.jiayi.app.ledger.web;

import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.LedgerApi;
import org.jiayi.api.model.LedgerClosing;
import org.jiayi.api.model.LedgerClosingList;
import org.jiayi.api.model.LedgerMonth;
import org.jiayi.api.model.MoneyTieOut;
import org.jiayi.api.model.Page;
import org.jiayi.api.model.TransferList;
import org.jiayi.api.model.TransferPage;
import org.jiayi.api.model.TrialBalance;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.ledger.Balances;
import org.jiayi.app.ledger.Books;
import org.jiayi.app.ledger.TieOuts;
import org.jiayi.app.web.Callers;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class LedgerController implements LedgerApi {

    private final Balances balances;
    private final Books books;
    private final TieOuts tieOuts;
    private final LedgerMapper mapper;

    LedgerController(Balances balances, Books books, TieOuts tieOuts, LedgerMapper mapper) {
        this.balances = balances;
        this.books = books;
        this.tieOuts = tieOuts;
        this.mapper = mapper;
    }

    @Override
    public Mono<ResponseEntity<TrialBalance>> getTrialBalance(
            String area,
            @Nullable LocalDate on,
            @Nullable OffsetDateTime knownAt,
            @Nullable String month,
            ServerWebExchange exchange) {
        var question = new Balances.Question(
                area,
                Optional.ofNullable(on),
                Optional.ofNullable(knownAt).map(OffsetDateTime::toInstant),
                Optional.ofNullable(month).map(Month::parse));
        return Mono.justOrEmpty(question.knownAt())
                .flatMap(moment -> books.settledAt(area, moment))
                .thenMany(balances.trial(question))
                .collectList()
                .map(LedgerController::sum)
                .map(ResponseEntity::ok);
    }

    private static TrialBalance sum(List<Balances.Balance> trial) {
        long debitFen = trial.stream().mapToLong(Balances.Balance::debitFen).reduce(0, Math::addExact);
        long creditFen = trial.stream().mapToLong(Balances.Balance::creditFen).reduce(0, Math::addExact);
        return new TrialBalance(
                debitFen, creditFen, trial.stream().map(LedgerMapper::toApi).toList());
    }

    @Override
    public Mono<ResponseEntity<MoneyTieOut>> getMoneyTieOut(String area, ServerWebExchange exchange) {
        return tieOuts.rows(area)
                .map(rows -> ResponseEntity.ok(new MoneyTieOut(
                        rows.stream().allMatch(TieOuts.Row::ties),
                        rows.stream().map(LedgerMapper::toApi).toList())));
    }

    @Override
    public Mono<ResponseEntity<TransferPage>> listAccountTransfers(
            String area, String account, Integer limit, @Nullable String after, ServerWebExchange exchange) {
        Optional<UUID> cursor = Optional.ofNullable(after)
                .map(text -> Refused.orThrow(PublicId.parse(PublicId.Kind.LEDGER_TRANSFER, text))
                        .uuid());
        return balances.ofAccount(area, account, cursor, limit + 1)
                .map(booked -> mapper.toApi(booked, area))
                .collectList()
                .map(rows -> {
                    var data = rows.subList(0, Math.min(limit, rows.size()));
                    var page = new Page(limit)
                            .next(rows.size() > limit ? data.get(limit - 1).getId() : null);
                    return ResponseEntity.ok(new TransferPage(data, page));
                });
    }

    @Override
    public Mono<ResponseEntity<TransferList>> getLedgerEntry(String entryId, ServerWebExchange exchange) {
        PublicId id = Refused.orThrow(PublicId.parse(PublicId.Kind.LEDGER_ENTRY, entryId));
        return balances.ofEntry(id.area(), id.uuid())
                .map(booked -> mapper.toApi(booked, id.area()))
                .collectList()
                .filter(transfers -> !transfers.isEmpty())
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(transfers -> ResponseEntity.ok(new TransferList(transfers)));
    }

    @Override
    public Mono<ResponseEntity<LedgerClosingList>> listLedgerClosings(String area, ServerWebExchange exchange) {
        return books.closings(area)
                .map(mapper::toApi)
                .collectList()
                .map(list -> ResponseEntity.ok(new LedgerClosingList(list)));
    }

    @Override
    public Mono<ResponseEntity<LedgerClosing>> closeLedgerMonth(
            String area, Mono<LedgerMonth> body, ServerWebExchange exchange) {
        return body.flatMap(month -> books.close(area, Month.parse(month.getMonth()), Callers.of(exchange)))
                .map(mapper::toApi)
                .map(closing -> ResponseEntity.created(URI.create("/api/v1/pooling-areas/" + area + "/ledger-closings"))
                        .body(closing));
    }
}
