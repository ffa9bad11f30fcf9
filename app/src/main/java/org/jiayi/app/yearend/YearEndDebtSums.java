package org.jiayi.app.yearend;

import java.util.Set;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Subledger;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What came by bank of payees' debts, what of that was taken back, and what of the debts was given up. */
@Component
class YearEndDebtSums implements Subledger {

    private final YearEndDebtStore store;

    YearEndDebtSums(YearEndDebtStore store) {
        this.store = store;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(YearEndDebts.RECOVERED, YearEndRecoveryReversals.REASON, YearEndDebts.WRITTEN_OFF);
    }

    @Override
    public Flux<Sum> sums(String area) {
        return store.settled(area).map(YearEndDebtSums::sum);
    }

    private static Sum sum(YearEndDebtStore.Settled settled) {
        Account debt = YearEndDebts.account(settled.payee(), settled.scheme());
        return switch (settled.reason()) {
            case YearEndDebts.RECOVERED -> sum(settled, YearEndDebts.treasury(), debt);
            case YearEndRecoveryReversals.REASON -> sum(settled, debt, YearEndDebts.treasury());
            default -> sum(settled, YearEndDebts.fund(settled.scheme()), debt);
        };
    }

    private static Sum sum(YearEndDebtStore.Settled settled, Account debit, Account credit) {
        return new Sum(settled.reason(), debit.name(), credit.name(), settled.records(), settled.amount());
    }
}
