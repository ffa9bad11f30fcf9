package org.jiayi.reports.serviceagreement;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agreement as it was concluded. Nothing is reckoned here, but the shares must make the fee.
 *
 * @param poolingAreaName the pooling area
 * @param poolingAreaCode its code
 * @param agreementNumber the agreement
 * @param contractNumber the contract that it concludes
 * @param templateVersion the version of the clauses
 * @param institution the institution of party A, with its code
 * @param team the team, with its leader
 * @param residentName party B
 * @param residentDocument party B's document number, masked
 * @param signer who signed for party B, and in what way, in words
 * @param guardian who the guardian is, or null where none signed
 * @param packageName the service package
 * @param services what is promised; empty where the area had published no list of services
 * @param firstDay the first day of the term
 * @param lastDay the last day of the term
 * @param feeFen the fee of the whole term
 * @param shares who bears what of it; empty where the fee follows from an earlier agreement
 * @param clauses the clauses, one paragraph each; one that begins with {@code # } is a heading
 * @param signedOn the day of signing; the document is dated by it
 * @param consentedAt the moment of consent, in words
 * @param note what else has to be said beside the signature, or null
 * @param verificationAddress where anybody can check the digest
 * @param digestSha256 of the agreement's canonical text, in hexadecimal
 * @param digestSm3 the same, by SM3
 */
public record ServiceAgreement(
        String poolingAreaName,
        String poolingAreaCode,
        String agreementNumber,
        String contractNumber,
        String templateVersion,
        String institution,
        String team,
        String residentName,
        String residentDocument,
        String signer,
        @Nullable String guardian,
        String packageName,
        List<ServiceLine> services,
        LocalDate firstDay,
        LocalDate lastDay,
        long feeFen,
        List<ShareLine> shares,
        List<String> clauses,
        LocalDate signedOn,
        String consentedAt,
        @Nullable String note,
        String verificationAddress,
        String digestSha256,
        String digestSm3) {

    /** Refuses shares that do not make the fee: such a paper must never be signed. */
    public ServiceAgreement {
        services = List.copyOf(services);
        shares = List.copyOf(shares);
        clauses = List.copyOf(clauses);
        long sum = shares.stream().mapToLong(ShareLine::amountFen).reduce(0, Math::addExact);
        if (sum != feeFen) {
            throw new IllegalArgumentException("the shares add up to " + sum + ", not to the fee of " + feeFen);
        }
    }
}
