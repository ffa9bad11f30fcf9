package org.jiayi.app.ledger;

import java.util.Set;
import org.jiayi.app.kernel.money.Money;
import reactor.core.publisher.Flux;

/** 明细账: what a module keeps of its own about money that it has posted, to be set beside the ledger. */
public interface Subledger {

    /** The reasons of its transfers, which nobody else gives. */
    Set<String> reasons();

    /** What the ledger has to have by what the module keeps: for each reason and pair of accounts at most one sum. */
    Flux<Sum> sums(String area);

    /**
     * The money that moved from one account to another for a reason.
     *
     * @param records how many times
     */
    record Sum(String reason, String debitAccount, String creditAccount, long records, Money amount) {}
}
