package org.jiayi.app.ledger;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jiayi.app.kernel.money.Money;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** 冲销: takes back what an entry moved. Nothing that was posted is touched: each of its transfers goes the other way, and names it. */
@Component
public class Mirrors {

    private final Balances balances;
    private final Ledger ledger;
    private final Clock clock;

    Mirrors(Balances balances, Ledger ledger, Clock clock) {
        this.balances = balances;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Posts the mirror of an entry, of today; must be called inside a shielded transaction together with what it is for. A transfer is
     * mirrored once, and an entry under which nothing is booked is none.
     *
     * @param mirrored the entry that is taken back
     * @param entryId of the mirror
     * @param reason of a mirrored transfer, by that of the transfer
     * @param act what the business keys begin with
     */
    public Mono<Void> post(
            String area, UUID mirrored, UUID entryId, UnaryOperator<String> reason, String act, String recordedBy) {
        LocalDate today = LocalDate.now(clock);
        return balances.ofEntry(area, mirrored)
                .map(booked -> new Transfer(
                        new Account(booked.creditAccount()),
                        new Account(booked.debitAccount()),
                        Money.ofFen(booked.amountFen()),
                        reason.apply(booked.reason()),
                        act + ":" + booked.transferId(),
                        today,
                        Optional.of(booked.transferId())))
                .collectList()
                .filter(mirrors -> !mirrors.isEmpty())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("nothing is booked under entry " + mirrored)))
                .flatMap(mirrors -> ledger.post(area, entryId, mirrors, recordedBy));
    }
}
