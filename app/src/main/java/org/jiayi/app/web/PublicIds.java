package org.jiayi.app.web;

import java.util.UUID;
import org.jiayi.app.kernel.id.PublicId;
import org.mapstruct.Context;
import org.mapstruct.Named;

/** Ids as the API writes them, for the mappers. */
public final class PublicIds {

    private PublicIds() {}

    @Named("contractId")
    public static String contract(UUID contractId, @Context String area) {
        return PublicId.of(PublicId.Kind.CONTRACT, area, contractId).toString();
    }

    @Named("residentId")
    public static String resident(UUID residentId, @Context String area) {
        return PublicId.of(PublicId.Kind.RESIDENT, area, residentId).toString();
    }

    @Named("teamId")
    public static String team(String number, @Context String area) {
        return PublicId.of(PublicId.Kind.TEAM, area, number).toString();
    }

    @Named("institutionId")
    public static String institution(String code, @Context String area) {
        return PublicId.of(PublicId.Kind.INSTITUTION, area, code).toString();
    }

    @Named("practitionerId")
    public static String practitioner(UUID practitionerId, @Context String area) {
        return PublicId.of(PublicId.Kind.PRACTITIONER, area, practitionerId).toString();
    }

    @Named("membershipId")
    public static String membership(UUID membershipId, @Context String area) {
        return PublicId.of(PublicId.Kind.MEMBERSHIP, area, membershipId).toString();
    }

    @Named("guardianId")
    public static String guardian(UUID guardianId, @Context String area) {
        return PublicId.of(PublicId.Kind.GUARDIAN, area, guardianId).toString();
    }

    @Named("batchId")
    public static String batch(UUID batchId, @Context String area) {
        return PublicId.of(PublicId.Kind.BATCH, area, batchId).toString();
    }

    @Named("policyId")
    public static String policy(UUID policyId, @Context String area) {
        return PublicId.of(PublicId.Kind.POLICY, area, policyId).toString();
    }

    @Named("statementId")
    public static String statement(UUID statementId, @Context String area) {
        return PublicId.of(PublicId.Kind.STATEMENT, area, statementId).toString();
    }

    @Named("importId")
    public static String importJob(UUID importId, @Context String area) {
        return PublicId.of(PublicId.Kind.IMPORT, area, importId).toString();
    }

    @Named("entryId")
    public static String ledgerEntry(UUID entryId, @Context String area) {
        return PublicId.of(PublicId.Kind.LEDGER_ENTRY, area, entryId).toString();
    }

    @Named("transferId")
    public static String ledgerTransfer(UUID transferId, @Context String area) {
        return PublicId.of(PublicId.Kind.LEDGER_TRANSFER, area, transferId).toString();
    }
}
