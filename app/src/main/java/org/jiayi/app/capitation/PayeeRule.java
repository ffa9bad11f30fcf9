package org.jiayi.app.capitation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * Who is paid, and what a payee gets beyond the tariff (local settings).
 *
 * @param topUps for heads of certain institutions: in the mountains, in villages
 * @param floor the least that a payee's month comes to, late corrections included
 * @param cap the most that it comes to
 */
record PayeeRule(PayeeLevel level, List<TopUp> topUps, Optional<Money> floor, Optional<Money> cap) {

    /** To the institution, without more. */
    static final PayeeRule PLAIN = new PayeeRule(PayeeLevel.INSTITUTION, List.of(), Optional.empty(), Optional.empty());

    /**
     * More for each head of the institutions of which something is true. The policy names them, so that the list is signed
     * with it.
     *
     * @param annual per head and year
     */
    record TopUp(String name, Set<String> institutions, Money annual) {

        TopUp {
            institutions = Set.copyOf(institutions);
        }
    }

    PayeeRule {
        topUps = List.copyOf(topUps);
    }

    /** What is added to the annual quota of an institution's head. */
    Fraction topUp(String institutionCode) {
        return topUps.stream()
                .filter(topUp -> topUp.institutions().contains(institutionCode))
                .map(topUp -> topUp.annual().toFraction())
                .reduce(Fraction.ZERO, Fraction::plus);
    }

    /** What that is added for. */
    String topUpNames(String institutionCode) {
        return topUps.stream()
                .filter(topUp -> topUp.institutions().contains(institutionCode))
                .map(TopUp::name)
                .collect(Collectors.joining("、"));
    }

    /** A month's exact entitlement within floor and cap. */
    Fraction bounded(Fraction exact) {
        Fraction raised = floor.map(Money::toFraction)
                .filter(least -> exact.compareTo(least) < 0)
                .orElse(exact);
        return capped(raised);
    }

    /** The same within the cap alone. */
    Fraction capped(Fraction exact) {
        return cap.map(Money::toFraction)
                .filter(most -> exact.compareTo(most) > 0)
                .orElse(exact);
    }
}
