package org.jiayi.app.ledger.web;

import java.util.List;
import org.jiayi.api.LedgerApi;
import org.jiayi.api.model.AccountBalance;
import org.jiayi.api.model.TrialBalance;
import org.jiayi.app.ledger.Ledger;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

@RestController
class LedgerController implements LedgerApi {

    private final Ledger ledger;

    LedgerController(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Mono<ResponseEntity<TrialBalance>> getTrialBalance(String area, ServerWebExchange exchange) {
        return ledger.trialBalance(area)
                .collectList()
                .map(LedgerController::sum)
                .map(ResponseEntity::ok);
    }

    private static TrialBalance sum(List<Ledger.Balance> balances) {
        List<AccountBalance> accounts = balances.stream()
                .map(balance -> new AccountBalance(balance.account(), balance.debitFen(), balance.creditFen()))
                .toList();
        long debitFen = balances.stream().mapToLong(Ledger.Balance::debitFen).reduce(0, Math::addExact);
        long creditFen = balances.stream().mapToLong(Ledger.Balance::creditFen).reduce(0, Math::addExact);
        return new TrialBalance(debitFen, creditFen, accounts);
    }
}
