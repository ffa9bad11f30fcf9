package org.jiayi.app.yearend;

import java.util.List;
import java.util.UUID;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.kernel.period.Month;
import org.jiayi.app.resident.InsuranceScheme;
import reactor.core.publisher.Mono;

/** What the year end asks of who settles the months: what each payee was entitled to and was paid. */
public interface SettledYears {

    /**
     * The year up to and including {@code through}; refused where a month of it is not settled and approved, and while a confirmed
     * adjustment of the fund waits for its approval.
     */
    Mono<Settled> get(String area, InsuranceScheme scheme, Month through);

    /**
     * A settled year.
     *
     * @param batchId of the last month
     * @param digestSm3 of that batch, which stands for all of them
     * @param first of its months that was settled: a scheme may begin in mid-year
     * @param payees by payee
     */
    record Settled(UUID batchId, String digestSm3, Month first, List<PayeeYear> payees) {

        public Settled {
            payees = List.copyOf(payees);
        }
    }

    /**
     * A payee's year.
     *
     * @param payee the code of an institution, or the number of a team
     * @param institutionCode the payee's own, or the team's
     * @param personMonths counted, late corrections included
     * @param ownPersonMonths those of them that are of the year itself, and not of an earlier one that was heard of late
     * @param entitlement the sum of the months' exact entitlements, HALF_UP to the fen
     * @param prepaid what of it was to be paid month by month
     * @param deducted what was taken off month by month for visits elsewhere
     * @param adjusted what approved adjustments of its months paid besides; negative where they recovered more
     */
    record PayeeYear(
            String payee,
            String institutionCode,
            long personMonths,
            long ownPersonMonths,
            Money entitlement,
            Money prepaid,
            Money deducted,
            Money adjusted) {

        /** Whether teams are paid, and not institutions. */
        boolean isTeam() {
            return !payee.equals(institutionCode);
        }

        /** What is withheld; negative where more was prepaid than is due. */
        Money retained() {
            return entitlement.minus(prepaid);
        }

        /** What was paid. */
        Money paid() {
            return prepaid.minus(deducted).plus(adjusted);
        }
    }
}
