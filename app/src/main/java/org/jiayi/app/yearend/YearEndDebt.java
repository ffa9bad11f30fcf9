package org.jiayi.app.yearend;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * What a payee owes of years that ended (待收回), told by what made it so: what year ends left and took in, what came by bank, and what
 * was given up.
 *
 * @param movements in the order in which they came about
 */
public record YearEndDebt(InsuranceScheme scheme, String payee, List<Movement> movements) {

    /** What can happen to a debt. */
    public enum Kind {
        /** A year end left it to be recovered, or took of it in. */
        CARRIED("年终清算结转"),
        /** 追回: it came by bank. */
        RECOVERED("银行追回"),
        /** 追回冲正: that was booked by mistake. */
        REVERSED("追回冲正"),
        /** 核销: two people gave it up. */
        WRITTEN_OFF("核销"),
        /** One of them wants to; nothing is owed less for it. */
        PROPOSED("申请核销"),
        /** The other one did not. */
        REJECTED("核销未批准");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in the API and in the columns. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }

        /** The name in Chinese. */
        public String label() {
            return label;
        }
    }

    /**
     * One thing that happened to it.
     *
     * @param id of the year end, the recovery, its mirror in the ledger or the write-off
     * @param amount of a year end that took more in than it left, negative
     * @param reference of the bank, or the reason of a write-off or a reversal
     */
    public record Movement(Kind kind, UUID id, Money amount, LocalDate happenedOn, String reference, String doneBy) {

        Money effect() {
            return switch (kind) {
                case CARRIED, REVERSED -> amount;
                case RECOVERED, WRITTEN_OFF -> amount.negated();
                case PROPOSED, REJECTED -> Money.ZERO;
            };
        }
    }

    public YearEndDebt {
        movements = List.copyOf(movements);
    }

    boolean isOf(InsuranceScheme ofScheme, String ofPayee) {
        return scheme == ofScheme && payee.equals(ofPayee);
    }

    /** What is owed. */
    public Money owed() {
        return Money.sum(movements.stream().map(Movement::effect).toList());
    }

    /** Refused where less than the amount is owed. */
    Decision<YearEndDebt> requireOwed(Money amount) {
        return amount.compareTo(owed()) > 0
                ? Decision.refuse(RefusalCode.ABOVE_DEBT, "/amountFen")
                : Decision.accept(this);
    }
}
