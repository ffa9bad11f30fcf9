package org.jiayi.app.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * All that an agreement says: parties, package, services, term, fee with the payers' shares, and the clauses.
 *
 * @param residentDocument masked
 * @param signer {@code self}, {@code guardian} or {@code on_behalf}
 * @param guardian who signed in the resident's place; empty where nobody did
 * @param confirmUntil until when the resident may confirm or undo what was signed on their behalf
 * @param clauses of the template, word for word
 */
public record AgreementTerms(
        String agreementId,
        String contractId,
        String templateVersion,
        String area,
        String areaName,
        String institutionCode,
        String institutionName,
        String teamNumber,
        String teamName,
        String leaderName,
        String residentName,
        String residentDocument,
        String signer,
        String guardian,
        Optional<LocalDate> confirmUntil,
        String packageCode,
        String packageName,
        List<Service> services,
        LocalDate firstDay,
        LocalDate lastDay,
        long feeFen,
        List<Share> shares,
        LocalDate signedOn,
        Instant consentedAt,
        List<String> clauses) {

    public AgreementTerms {
        services = List.copyOf(services);
        shares = List.copyOf(shares);
        clauses = List.copyOf(clauses);
    }

    /** One promised service: how often in the term, how, and who pays. */
    public record Service(String code, String name, int times, List<String> modes, String paidBy) {

        public Service {
            modes = List.copyOf(modes);
        }
    }

    /** What one payer bears. */
    public record Share(String payer, String payerName, long amountFen) {}

    @Override
    public String toString() {
        return "AgreementTerms[" + agreementId + "]";
    }
}
