package org.jiayi.app.settlement;

import java.util.HashMap;
import java.util.Map;
import org.jiayi.app.capitation.PayeeMonth;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.visit.VisitCharges;

/**
 * 外院就诊按月扣减: what is taken off in a month for visits elsewhere. The charge of the year so far less what was taken off before,
 * so that the months add up to the year and what is heard late of a visit comes into the next month (DOMAIN §5).
 */
final class Deductions {

    /** What is taken off in the month, and in the year so far. */
    record Deduction(Money ofMonth, Money toDate) {}

    private final Map<String, Money> toDate;
    private final Map<String, Money> before;

    private Deductions(Map<String, Money> toDate, Map<String, Money> before) {
        this.toDate = toDate;
        this.before = before;
    }

    /**
     * @param result the month, whose entitlements of the year so far limit what may be charged
     * @param before what was taken off in the months before, by payee
     */
    static Deductions of(Iterable<PayeeMonth> result, VisitCharges.Charges charges, Map<String, Money> before) {
        Map<String, Money> charged = new HashMap<>();
        charges.payees().forEach(payee -> charged.put(payee.payee(), payee.charged()));
        Map<String, Money> toDate = new HashMap<>();
        for (PayeeMonth payee : result) {
            Money entitlement = payee.booking().toDate().entitlement();
            Money most = entitlement.isNegative() ? Money.ZERO : entitlement;
            toDate.put(payee.payee(), charges.capped(charged.getOrDefault(payee.payee(), Money.ZERO), most));
        }
        return new Deductions(toDate, before);
    }

    /** Nothing is taken off in the month, and what was before stays. */
    static Deductions unchanged(Map<String, Money> before) {
        return new Deductions(before, before);
    }

    Deduction of(PayeeMonth payee) {
        Money charged = toDate.getOrDefault(payee.payee(), Money.ZERO);
        return new Deduction(charged.minus(before.getOrDefault(payee.payee(), Money.ZERO)), charged);
    }
}
