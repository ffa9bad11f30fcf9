package org.jiayi.reports.personmonths;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Iterator;

/**
 * The person-months that one payee's month rests on.
 *
 * @param poolingAreaName the pooling area whose fund pays
 * @param poolingAreaCode its code
 * @param payeeName the institution or team that is paid
 * @param payeeCode its code
 * @param schemeCode the insurance scheme's code, 310 or 390
 * @param schemeName the insurance scheme's name
 * @param month the month that is settled
 * @param knownOn the day up to whose knowledge it was settled; the document is dated by it
 * @param batchNumber the settlement batch
 * @param digestSm3 the SM3 digest of the batch, in hexadecimal
 * @param verificationAddress where anybody can check the digest and the entitlement
 * @param heads what the person-months come to
 * @param entitlementFen what the payee is due for them
 * @param persons gives them once, one at a time, because they may be too many to be held
 */
public record PersonMonthDetail(
        String poolingAreaName,
        String poolingAreaCode,
        String payeeName,
        String payeeCode,
        String schemeCode,
        String schemeName,
        YearMonth month,
        LocalDate knownOn,
        String batchNumber,
        String digestSm3,
        String verificationAddress,
        long heads,
        long entitlementFen,
        Iterator<PersonMonthLine> persons) {

    /** The persons, and behind the last of them a refusal to end where they did not come to the total. */
    Iterator<PersonMonthLine> countedPersons() {
        return new Iterator<>() {
            private long counted;

            @Override
            public boolean hasNext() {
                boolean more = persons.hasNext();
                if (!more && counted != heads) {
                    throw new IllegalArgumentException("there are " + counted + " person-months, not " + heads);
                }
                return more;
            }

            @Override
            public PersonMonthLine next() {
                PersonMonthLine person = persons.next();
                counted += person.heads();
                return person;
            }
        };
    }
}
