package org.jiayi.app.agreement;

import static org.jiayi.app.database.Columns.array;

import io.r2dbc.spi.Readable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.contract.NewContract;
import org.jiayi.app.contract.Signer;
import org.jiayi.app.database.Columns;
import org.jiayi.app.digest.ContentDigest;
import org.jiayi.app.organisation.TeamsOnDay;
import org.jiayi.app.resident.GuardianView;
import org.jiayi.app.resident.Identity;
import org.jiayi.app.resident.IdentityVault;
import org.jiayi.app.resident.Residents;
import org.jiayi.app.sealing.KeyFile;
import org.jiayi.app.sealing.Sealing;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Agreements in the database, sealed; and the names of those who conclude one. */
@Component
class AgreementStore {

    /** How many contracts a line without a new signature may be long. */
    private static final int FOLLOWED_MAX = 100;

    private final DatabaseClient database;
    private final IdentityVault vault;
    private final Residents residents;
    private final Sealing sealing;

    AgreementStore(
            DatabaseClient database,
            IdentityVault vault,
            Residents residents,
            @Value("${jiayi.agreement-keys:${jiayi.data}/keys/agreements}") Path file)
            throws IOException {
        this.database = database;
        this.vault = vault;
        this.residents = residents;
        this.sealing = new Sealing(KeyFile.read(file, Sealing.KEY_BYTES));
    }

    /**
     * Who concludes an agreement, by name.
     *
     * @param guardian the guardian who signs, where the request named one
     * @param recorded who may act for the resident by recorded evidence, where a guardian signs
     */
    record Parties(
            UUID contractId,
            String areaName,
            String institutionName,
            String teamName,
            String leaderName,
            Identity resident,
            Optional<Identity> guardian,
            Collection<GuardianView> recorded) {}

    /** The parties of new contracts, as they are called on the day of signing. */
    Flux<Parties> parties(String area, List<NewContract> contracts, LocalDate on) {
        List<UUID> wards = contracts.stream()
                .filter(contract -> contract.signer().kind() == Signer.Kind.GUARDIAN)
                .map(NewContract::residentId)
                .toList();
        return residents.guardiansOf(area, wards, on).flatMapMany(guardians -> parties(area, contracts, guardians, on));
    }

    private Flux<Parties> parties(
            String area, List<NewContract> contracts, Map<UUID, Collection<GuardianView>> recorded, LocalDate on) {
        UUID[] guardians = array(
                contracts,
                UUID[]::new,
                contract -> contract.signer().guardianResidentId().orElse(null));
        return database.sql("""
                        SELECT w.contract_id, a.name AS area_name, i.name AS institution_name, %s AS team_name, %s AS leader_name,
                            r.resident_id, r.sealed_identity, g.resident_id AS guardian_id,
                            g.sealed_identity AS guardian_identity
                        FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $6::text[])
                            AS w (contract_id, resident_id, guardian_id, team_number)
                        JOIN organisation_pooling_area a ON a.area = $1
                        JOIN organisation_team t ON t.area = $1 AND t.number = w.team_number
                        JOIN organisation_institution_particulars i ON i.area = $1 AND i.institution_code = t.institution_code
                            AND upper_inf(i.known) AND (i.effective @> $5::date) IS TRUE
                        JOIN resident_resident r ON r.area = $1 AND r.resident_id = w.resident_id
                        LEFT JOIN resident_resident g ON g.area = $1 AND g.resident_id = w.guardian_id
                        """.formatted(TeamsOnDay.name("t", "$5"), TeamsOnDay.leader("t", "$5")))
                .bind(0, area)
                .bind(1, array(contracts, UUID[]::new, NewContract::contractId))
                .bind(2, array(contracts, UUID[]::new, NewContract::residentId))
                .bind(3, guardians)
                .bind(4, on)
                .bind(5, array(contracts, String[]::new, NewContract::teamNumber))
                .map(row -> parties(area, row, recorded))
                .all();
    }

    private Parties parties(String area, Readable row, Map<UUID, Collection<GuardianView>> recorded) {
        UUID resident = Columns.get(row, "resident_id", UUID.class);
        return new Parties(
                Columns.get(row, "contract_id", UUID.class),
                Columns.text(row, "area_name"),
                Columns.text(row, "institution_name"),
                Columns.text(row, "team_name"),
                Columns.text(row, "leader_name"),
                vault.open(area, resident, Columns.get(row, "sealed_identity", byte[].class)),
                Columns.find(row, "guardian_id", UUID.class)
                        .map(guardian ->
                                vault.open(area, guardian, Columns.get(row, "guardian_identity", byte[].class))),
                recorded.getOrDefault(resident, List.of()));
    }

    /** A new agreement with what its row needs to know besides. */
    record Concluded(Agreement agreement, NewContract contract, String text) {}

    /** Keeps new agreements in one statement. */
    Mono<Void> add(String area, List<Concluded> concluded, String by) {
        return database.sql("""
                        INSERT INTO agreement_agreement (area, agreement_id, contract_id, template_version, signer_kind,
                            guardian_resident_id, institution_code, signed_on, consented_at, sealed_text, digest_sha256,
                            digest_sm3, recorded_by)
                        SELECT $1, agreement_id, contract_id, template, signer, guardian, institution, signed_on, consented_at,
                            decode(sealed, 'hex'), sha256, sm3, $12
                        FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::date[],
                            $9::timestamptz[], $10::text[], $11::text[], $13::text[])
                            AS row (agreement_id, contract_id, template, signer, guardian, institution, signed_on, consented_at,
                                sealed, sha256, sm3)
                        """)
                .bind(0, area)
                .bind(1, array(concluded, UUID[]::new, each -> each.agreement().agreementId()))
                .bind(2, array(concluded, UUID[]::new, each -> each.contract().contractId()))
                .bind(
                        3,
                        array(
                                concluded,
                                String[]::new,
                                each -> each.agreement().terms().templateVersion()))
                .bind(
                        4,
                        array(
                                concluded,
                                String[]::new,
                                each -> each.agreement().terms().signer()))
                .bind(
                        5,
                        array(
                                concluded,
                                UUID[]::new,
                                each -> each.contract()
                                        .signer()
                                        .guardianResidentId()
                                        .orElse(null)))
                .bind(6, array(concluded, String[]::new, each -> each.contract().institutionCode()))
                .bind(
                        7,
                        array(
                                concluded,
                                LocalDate[]::new,
                                each -> each.agreement().terms().signedOn()))
                .bind(
                        8,
                        array(
                                concluded,
                                Instant[]::new,
                                each -> each.agreement().terms().consentedAt()))
                .bind(9, array(concluded, String[]::new, each -> sealed(area, each)))
                .bind(
                        10,
                        array(
                                concluded,
                                String[]::new,
                                each -> each.agreement().digest().sha256()))
                .bind(11, by)
                .bind(
                        12,
                        array(
                                concluded,
                                String[]::new,
                                each -> each.agreement().digest().sm3()))
                .then();
    }

    private String sealed(String area, Concluded concluded) {
        byte[] sealed = sealing.seal(
                concluded.text(), boundTo(area, concluded.agreement().agreementId()));
        return HexFormat.of().formatHex(sealed);
    }

    /** An agreement by its id; empty where there is none. */
    Mono<Agreement> find(String area, UUID agreementId) {
        return database.sql("SELECT * FROM agreement_agreement WHERE area = $1 AND agreement_id = $2")
                .bind(0, area)
                .bind(1, agreementId)
                .map(row -> agreement(area, row))
                .one();
    }

    /**
     * The agreement of a contract. Where nobody signed anew, as in a reassignment, it is that of the contract before; empty
     * where there is none on paper only.
     */
    Mono<Agreement> findOf(String area, UUID contractId) {
        return database.sql("""
                        WITH RECURSIVE line AS (
                            SELECT contract_id, follows, 0 AS depth FROM contract_version
                            WHERE area = $1 AND contract_id = $2 AND version = 1
                            UNION ALL
                            SELECT p.contract_id, p.follows, line.depth + 1 FROM line
                            JOIN contract_version p ON p.area = $1 AND p.contract_id = line.follows AND p.version = 1
                            WHERE line.depth < $3 AND NOT EXISTS (SELECT FROM agreement_agreement a
                                WHERE a.area = $1 AND a.contract_id = line.contract_id)
                        )
                        SELECT a.* FROM line JOIN agreement_agreement a ON a.area = $1 AND a.contract_id = line.contract_id
                        ORDER BY line.depth LIMIT 1
                        """)
                .bind(0, area)
                .bind(1, contractId)
                .bind(2, FOLLOWED_MAX)
                .map(row -> agreement(area, row))
                .one();
    }

    /** Opens a row; the digest is the stored one, so that whoever compares it with the text sees a change of either. */
    private Agreement agreement(String area, Readable row) {
        UUID id = Columns.get(row, "agreement_id", UUID.class);
        String text = sealing.open(Columns.get(row, "sealed_text", byte[].class), boundTo(area, id));
        ContentDigest stored = new ContentDigest(Columns.text(row, "digest_sha256"), Columns.text(row, "digest_sm3"));
        if (!ContentDigest.of(text).equals(stored)) {
            throw new IllegalStateException("agreement " + id + " is not the text that was digested");
        }
        return new Agreement(area, id, CanonicalText.read(text), stored);
    }

    private static String boundTo(String area, UUID agreementId) {
        return "agreement" + area + agreementId;
    }
}
