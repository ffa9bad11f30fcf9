package org.jiayi.app.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What a resident asked a team for (签约申请), or a team held out to a resident by a code to scan (扫码邀约).
 *
 * @param residentId empty for an offer to whoever scans it
 * @param guardianId who acts for the resident; empty where they act for themselves
 * @param firstDay as wished; the policy's where empty
 * @param lastDay as wished; the policy's where empty
 * @param expiresAt from when on nobody can answer it any more
 * @param contractId the contract that it became
 */
public record Application(
        String area,
        UUID applicationId,
        Kind kind,
        Optional<UUID> residentId,
        Optional<UUID> guardianId,
        String teamNumber,
        ServicePackage servicePackage,
        Optional<LocalDate> firstDay,
        Optional<LocalDate> lastDay,
        Instant expiresAt,
        Status status,
        Optional<String> reason,
        Optional<UUID> contractId) {

    /** Who began it. */
    public enum Kind {
        APPLICATION,
        OFFER;

        /** The code in the API and in the database. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of it. */
    public enum Status {
        OPEN,
        SIGNED,
        REFUSED,
        RETRACTED,
        LAPSED;

        /** The code in the API and in the database. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where it stands at a moment: one that nobody answered in time has lapsed, whether or not anybody has noted it. */
    public ContractState state(Instant now) {
        return switch (status) {
            case OPEN -> now.isBefore(expiresAt) ? waiting() : ContractState.LAPSED;
            case SIGNED -> ContractState.UPCOMING;
            case REFUSED -> ContractState.REFUSED;
            case RETRACTED -> ContractState.RETRACTED;
            case LAPSED -> ContractState.LAPSED;
        };
    }

    /** What it has become, in the words of an event: applied, offered, signed, refused, retracted or lapsed. */
    String become() {
        return (status == Status.OPEN ? waiting().name() : status.name()).toLowerCase(Locale.ROOT);
    }

    private ContractState waiting() {
        return kind == Kind.APPLICATION ? ContractState.APPLIED : ContractState.OFFERED;
    }

    /** What is signed when the other side says yes. */
    SignContract.Command signing(UUID signedFor, Optional<UUID> guardian) {
        Signer signer = guardian.map(who -> new Signer(Signer.Kind.GUARDIAN, Optional.of(who)))
                .orElse(Signer.SELF);
        return new SignContract.Command(area, signedFor, teamNumber, servicePackage, firstDay, lastDay, signer);
    }

    /** Answered with a yes: what was signed, and for whom. */
    Application signed(UUID signedFor, Optional<UUID> guardian, UUID contract) {
        return with(Status.SIGNED, Optional.of(signedFor), guardian, Optional.empty(), Optional.of(contract));
    }

    /** Closed without a contract. */
    Application closed(Status newStatus, Optional<String> newReason) {
        return with(newStatus, residentId, guardianId, newReason, Optional.empty());
    }

    private Application with(
            Status newStatus,
            Optional<UUID> newResident,
            Optional<UUID> newGuardian,
            Optional<String> newReason,
            Optional<UUID> newContract) {
        return new Application(
                area,
                applicationId,
                kind,
                newResident,
                newGuardian,
                teamNumber,
                servicePackage,
                firstDay,
                lastDay,
                expiresAt,
                newStatus,
                newReason,
                newContract);
    }
}
