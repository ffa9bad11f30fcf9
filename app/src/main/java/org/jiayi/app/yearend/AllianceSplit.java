package org.jiayi.app.yearend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jiayi.app.kernel.money.Allocation;
import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.kernel.money.Money;

/**
 * How an alliance (医共体) divides what a member keeps of a surplus (DOMAIN §5): lead, township, village, by largest remainder.
 *
 * @param lead the weight of the lead hospital
 * @param township the weight of the payee itself
 * @param village the weight of its village clinics together, the same for each
 */
public record AllianceSplit(Fraction lead, Fraction township, Fraction village) {

    /** What an institution is to the payee. */
    public enum Role {
        LEAD,
        TOWNSHIP,
        VILLAGE;

        /** The code in columns and in the API. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Role of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** Who gets which part. */
    public record Share(String institutionCode, Role role, Money amount) {}

    /** What of these parts others get than the payee, whose own is the township's. */
    static Money givenAway(List<Share> shares) {
        return Money.sum(shares.stream()
                .filter(share -> share.role() != Role.TOWNSHIP)
                .map(Share::amount)
                .toList());
    }

    /** Who stands in an alliance with a payee on the day of the split; the clinics in the order of their codes. */
    public record Kin(Optional<String> lead, List<String> clinics) {

        public Kin {
            clinics = List.copyOf(clinics);
        }
    }

    /**
     * The parts of what is kept, which make the whole: the lead first, then the payee, then its clinics. The weight of a role that
     * nobody has, or that the payee has itself, is the payee's.
     */
    public List<Share> of(Money kept, String payee, Kin kin) {
        List<String> codes = new ArrayList<>();
        List<Role> roles = new ArrayList<>();
        List<Fraction> weights = new ArrayList<>();
        Fraction payees = township;
        if (kin.lead().filter(code -> !code.equals(payee)).isPresent()) {
            codes.add(kin.lead().get());
            roles.add(Role.LEAD);
            weights.add(lead);
        } else {
            payees = payees.plus(lead);
        }
        codes.add(payee);
        roles.add(Role.TOWNSHIP);
        weights.add(kin.clinics().isEmpty() ? payees.plus(village) : payees);
        for (String clinic : kin.clinics()) {
            codes.add(clinic);
            roles.add(Role.VILLAGE);
            weights.add(village.dividedBy(Fraction.of(kin.clinics().size())));
        }
        List<Money> parts = Allocation.byLargestRemainder(kept, weights);
        return IntStream.range(0, codes.size())
                .mapToObj(index -> new Share(codes.get(index), roles.get(index), parts.get(index)))
                .toList();
    }
}
