package org.jiayi.app.yearend;

import java.util.Set;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.ledger.Subledger;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** What came by bank of payees' debts, and what of them was given up. */
@Component
class YearEndDebtSums implements Subledger {

    private final YearEndDebtStore store;

    YearEndDebtSums(YearEndDebtStore store) {
        this.store = store;
    }

    @Override
    public Set<String> reasons() {
        return Set.of(YearEndDebts.RECOVERED, YearEndDebts.WRITTEN_OFF);
    }

    @Override
    public Flux<Sum> sums(String area) {
        return store.settled(area).map(settled -> {
            Account from = settled.recovered() ? YearEndDebts.treasury() : YearEndDebts.fund(settled.scheme());
            return new Sum(
                    settled.recovered() ? YearEndDebts.RECOVERED : YearEndDebts.WRITTEN_OFF,
                    from.name(),
                    YearEndDebts.account(settled.payee(), settled.scheme()).name(),
                    settled.records(),
                    settled.amount());
        });
    }
}
