package org.jiayi.app.settlement;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.ledger.Account;
import org.jiayi.app.resident.InsuranceScheme;

/**
 * Whose money a batch settles: a scheme's pooled fund, the fund of a payer of contract fees, or the income of an institution that
 * it distributes among its staff.
 *
 * @param code the scheme's, the payer's or the institution's
 */
public record Fund(String code) {

    private static final Pattern INSTITUTION = Pattern.compile("H[0-9]{11}");

    /** Whether {@code text} can be the code of an institution. */
    public static boolean isInstitution(String text) {
        return INSTITUTION.matcher(text).matches();
    }

    /** The scheme whose pooled fund it is; empty for a payer's and for an institution. */
    public Optional<InsuranceScheme> scheme() {
        return InsuranceScheme.find(code);
    }

    /** The account that bears what its batches settle. */
    Account bearer() {
        if (isInstitution(code)) {
            return Account.payable(code);
        }
        return Account.fund(scheme().isPresent() ? "pooled_" + code : code);
    }

    /** The account out of which its orders are paid: the treasury's, or what the institution has been paid already. */
    Account purse() {
        return isInstitution(code) ? Account.payable(code) : Account.clearing("treasury");
    }

    /** Whether its batches may be seen: an institution's by itself and by those who see all of the area. */
    public boolean isSeenBy(Scope scope, String area) {
        return !isInstitution(code) || scope.reachesInstitution(area, code);
    }
}
