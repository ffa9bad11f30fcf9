package org.jiayi.app.payment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/** 代收款: whose the money is that a payer has paid for a chain of contracts and that stands: plain arithmetic. */
public final class Collected {

    private Collected() {}

    /**
     * What one institution's lines of one contract say at the end of a month.
     *
     * @param chain stands for the contract and those its fee moved to or came from
     * @param borne by the lines booked until then
     * @param paid what was paid for all of the chain, less what was decided to go back, as booked until then
     * @param before what the months before have brought the institution of this contract
     */
    public record Share(UUID chain, UUID contractId, String institutionCode, Money borne, Money paid, Money before) {}

    /** What a month brings an institution of one contract; negative where it loses what it had. */
    public record Part(UUID contractId, String institutionCode, Money amount) {}

    /**
     * What the month changes. An institution has of a chain's money its own part of the lines; where less was paid than is borne, in proportion
     * to it, by largest remainder, ties to the share listed first. What was paid above the lines is on its way back to the payer and nobody's
     * here. The parts of all months come to what stands, however the fee has moved meanwhile.
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
        List<Money> standing = Allocation.byLargestRemainder(
                stands(chain),
                chain.stream()
                        .map(share -> share.borne().isNegative()
                                ? Fraction.ZERO
                                : share.borne().toFraction())
                        .toList());
        for (int index = 0; index < chain.size(); index++) {
            Share share = chain.get(index);
            Money change = standing.get(index).minus(share.before());
            if (!change.isZero()) {
                parts.add(new Part(share.contractId(), share.institutionCode(), change));
            }
        }
    }

    /** What was paid for a chain and does not go back: never more than its lines come to, nor less than nothing. */
    private static Money stands(List<Share> chain) {
        Money borne = Money.sum(chain.stream().map(Share::borne).toList());
        Money stands = Money.lesserOf(chain.get(0).paid(), borne);
        return stands.isNegative() ? Money.ZERO : stands;
    }
}
