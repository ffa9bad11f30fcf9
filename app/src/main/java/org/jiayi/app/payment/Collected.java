package org.jiayi.app.payment;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/** 代收款: whose the money is that a payer has paid for a chain of contracts and that stands: plain arithmetic. */
public final class Collected {

    private Collected() {}

    /**
     * What one institution's lines of one contract say of a year at the end of a month.
     *
     * @param chain stands for the contract and those its fee moved to or came from
     * @param until the day after the days that the lines pay for: of a contract charged by year, it tells the years apart
     * @param borne by the lines booked until then
     * @param paid what was paid for all of the chain, less what was decided to go back, as booked until then
     * @param before what the months before have brought the institution of this contract
     */
    public record Share(
            UUID chain,
            LocalDate until,
            UUID contractId,
            String institutionCode,
            Money borne,
            Money paid,
            Money before) {

        private Holder holder() {
            return new Holder(contractId, institutionCode);
        }
    }

    /** Who has a part of a chain's money. */
    private record Holder(UUID contractId, String institutionCode) {}

    /** What a month brings an institution of one contract; negative where it loses what it had. */
    public record Part(UUID contractId, String institutionCode, Money amount) {}

    /**
     * What the month changes. An institution has of a chain's money its own part of the lines; where less was paid than is borne, the years
     * are paid in their order, and who shares a year has in proportion, by largest remainder, ties to the share listed first. What was paid
     * above the lines is on its way back to the payer and nobody's here. The parts of all months come to what stands, however the fee has
     * moved meanwhile.
     */
    static List<Part> of(List<Share> shares) {
        Map<UUID, List<Share>> chains = new LinkedHashMap<>();
        shares.forEach(share -> chains.computeIfAbsent(share.chain(), chain -> new ArrayList<>())
                .add(share));
        List<Part> parts = new ArrayList<>();
        chains.values().forEach(chain -> addParts(chain, parts));
        return parts;
    }

    private static void addParts(List<Share> chain, List<Part> parts) {
        Map<Holder, Money> standing = new LinkedHashMap<>();
        Money left = stands(chain);
        for (List<Share> year : years(chain)) {
            Money borne = Money.sum(year.stream().map(Share::borne).toList());
            Money paid = borne.isNegative() ? Money.ZERO : Money.lesserOf(left, borne);
            List<Money> shared = Allocation.byLargestRemainder(
                    paid, year.stream().map(Collected::weight).toList());
            for (int index = 0; index < year.size(); index++) {
                standing.merge(year.get(index).holder(), shared.get(index), Money::plus);
            }
            left = left.minus(paid);
        }
        Map<Holder, Money> before = new LinkedHashMap<>();
        chain.forEach(share -> before.put(share.holder(), share.before()));
        before.forEach((holder, had) -> {
            Money change = standing.getOrDefault(holder, Money.ZERO).minus(had);
            if (!change.isZero()) {
                parts.add(new Part(holder.contractId(), holder.institutionCode(), change));
            }
        });
    }

    private static Collection<List<Share>> years(List<Share> chain) {
        Map<LocalDate, List<Share>> years = new TreeMap<>();
        chain.forEach(share ->
                years.computeIfAbsent(share.until(), until -> new ArrayList<>()).add(share));
        return years.values();
    }

    private static Fraction weight(Share share) {
        return share.borne().isNegative() ? Fraction.ZERO : share.borne().toFraction();
    }

    /** What was paid for a chain and does not go back: never more than its lines come to, nor less than nothing. */
    private static Money stands(List<Share> chain) {
        Money borne = Money.sum(chain.stream().map(Share::borne).toList());
        Money stands = Money.lesserOf(chain.get(0).paid(), borne);
        return stands.isNegative() ? Money.ZERO : stands;
    }
}
