package org.jiayi.app.database;

import java.util.HashMap;
import java.util.Map;

/** The smallest sound content that touches the main constraints, and short forms of rows to add to it. */
final class SchemaSamples {

    private static final Map<String, String> FORMS = new HashMap<>(Map.of(
            "contract",
            """
                    INSERT INTO contract_version SELECT '439901', format('00000000-0000-0000-0000-%%s', lpad(id::text, 12, '0'))::uuid,
                        version, '00000000-0000-0000-0000-000000000001', 'T1', 'H43990100001', 'basic', '2026-01-01',
                        term::daterange, known::tstzrange, 'clinic', NULL, NULL, 'test', '2026-01-01'
                    FROM (VALUES %s) AS row (id, version, term, known);
                    """,
            "contract_of_team",
            """
                    INSERT INTO contract_version SELECT '439901', gen_random_uuid(), 1,
                        '00000000-0000-0000-0000-000000000001', team, 'H43990100001', 'basic', '2026-01-01',
                        '[2030-01-01,2031-01-01)', '[2026-01-01,)', 'clinic', NULL, NULL, 'test', '2026-01-01'
                    FROM (VALUES %s) AS row (team);
                    """,
            "contract_waiting",
            """
                    INSERT INTO contract_version (area, contract_id, version, resident_id, team_number, institution_code,
                        service_package, signed_on, term, known, channel, pay_until, recorded_by, recorded_at)
                    SELECT '439901', gen_random_uuid(), 1, '00000000-0000-0000-0000-000000000001', 'T1', 'H43990100001', 'basic',
                        signed_on::date, term::daterange, '[2026-01-01,)', 'clinic', pay_until::date, 'test', '2026-01-01'
                    FROM (VALUES %s) AS row (signed_on, pay_until, term);
                    """,
            "transfer",
            """
                    INSERT INTO ledger_transfer SELECT '439901', gen_random_uuid(), gen_random_uuid(), debit, credit, fen,
                        'contract_fee', key, '2026-01-01', NULL, 'test', '2026-01-01', '2026-01-01'
                    FROM (VALUES %s) AS row (key, debit, credit, fen);
                    """,
            "policy",
            """
                    INSERT INTO policy_policy SELECT '439901', gen_random_uuid(), 'contract_fee', '', 'fees', '{}', 'sm3',
                        effective::daterange, status, drafted_by, '2026-01-01', published_by,
                        CASE WHEN published_by IS NOT NULL THEN timestamptz '2026-01-01' END,
                        CASE WHEN status <> 'draft' THEN drafted_by END,
                        CASE WHEN status <> 'draft' THEN timestamptz '2026-01-01' END
                    FROM (VALUES %s) AS row (effective, status, drafted_by, published_by);
                    """,
            "batch",
            """
                    INSERT INTO settlement_batch (area, batch_id, kind, fund, month, policy_id, known_on, status, heads,
                        entitlement_fen, prepayment_fen, retention_fen, digest_sha256, digest_sm3, computed_by, computed_at,
                        approved_by, reviewed_by, reviewed_at)
                    SELECT '439901', gen_random_uuid(), 'capitation_month', '390', month::date,
                        (SELECT policy_id FROM policy_policy ORDER BY effective LIMIT 1), '2026-02-01', status, 1, 100,
                        prepayment, retention, '', '', computed_by, '2026-02-01', approved_by,
                        CASE WHEN status <> 'computed' THEN reviewed_by END, CASE WHEN status <> 'computed' THEN now() END
                    FROM (VALUES %s) AS row (month, status, computed_by, approved_by, reviewed_by, prepayment, retention);
                    """,
            "command_key",
            """
                    INSERT INTO command_key SELECT '439901', 'test', key, '', '', '2026-01-01'
                    FROM (VALUES %s) AS row (key);
                    """));

    static {
        FORMS.put("service", """
                    INSERT INTO fulfilment_record SELECT '439901', gen_random_uuid(), '00000000-0000-0000-0000-000000000003',
                        '00000000-0000-0000-0000-000000000001', 'visit', 'clinic', started::timestamptz, ended::timestamptz, 'D1',
                        '', 0, 'test', recorded::timestamptz
                    FROM (VALUES %s) AS row (started, ended, recorded);
                    """);
        FORMS.put("transfer_of_month", """
                    INSERT INTO ledger_transfer SELECT '439901', gen_random_uuid(), gen_random_uuid(), 'fund:a', 'payable:b', 1,
                        'contract_fee', 'k2', effective::date, NULL, 'test', '2026-01-01', month::date
                    FROM (VALUES %s) AS row (effective, month);
                    """);
        FORMS.put("resolution", """
                    INSERT INTO ledger_resolution SELECT '439901', '00000000-0000-0000-0000-000000000005', outcome, proposed_by,
                        resolved_by, '2026-01-01'
                    FROM (VALUES %s) AS row (outcome, proposed_by, resolved_by);
                    """);
        FORMS.put("fee_line", """
                    INSERT INTO fee_line SELECT '439901', gen_random_uuid(), gen_random_uuid(), 'resident',
                        (SELECT policy_id FROM policy_policy ORDER BY effective LIMIT 1), 'H43990100001', fen, reason, '2026-01-01'
                    FROM (VALUES %s) AS row (fen, reason);
                    """);
        FORMS.put("event", """
                    INSERT INTO outbox_event SELECT '439901', gen_random_uuid(), position, kind, 'ctr_439901_3', '', '',
                        '2026-01-01', '2026-01-01' FROM (VALUES %s) AS row (kind, position);
                    """);
        FORMS.put("agreement", """
                    INSERT INTO agreement_agreement SELECT '439901', gen_random_uuid(),
                        format('00000000-0000-0000-0000-%%s', lpad(id::text, 12, '0'))::uuid, 'v1', signer, NULL, 'H43990100001',
                        '2026-01-01', '2026-01-01', '', repeat('0', 64), repeat('0', 64), 'test'
                    FROM (VALUES %s) AS row (id, signer);
                    """);
    }

    /**
     * One area, institution, team and resident; contract 3 for the year 2026; one transfer of 100 fen; one fee policy in
     * force from 2026; one batch for January; one service, event and agreement of contract 3.
     */
    static final String SOUND = """
            INSERT INTO organisation_pooling_area VALUES ('439901', '样例市', 'test', '2026-01-01');
            INSERT INTO organisation_institution VALUES ('439901', 'H43990100001', gen_random_uuid(), '', '2026-01-01');
            INSERT INTO organisation_institution_particulars VALUES ('439901', 'H43990100001', '91350100M000100Y43', '样例卫生院', '乡镇卫生院',
                '439901', NULL, '(,)', '(,)', 'import', '2026-01-01');
            INSERT INTO organisation_team VALUES ('439901', 'T1', '一队', 'H43990100001', '王', 'D1', '', 100,
                gen_random_uuid(), '', '2026-01-01');
            INSERT INTO resident_resident VALUES ('439901', '00000000-0000-0000-0000-000000000001', 'resident_id',
                decode(repeat('00', 32), 'hex'), decode('00', 'hex'), '1984-04-06', 1, '', gen_random_uuid(), '', '2026-01-01');
            INSERT INTO ledger_pending_entry VALUES ('439901', '00000000-0000-0000-0000-000000000005', 'test', '', 'wang', '2026-01-01');
            INSERT INTO ledger_account VALUES ('439901', 'fund:a'), ('439901', 'payable:b');
            """ + insert("contract (3, 1, '[2026-01-01,2027-01-01)', '[2026-01-01,)')")
            + insert("transfer ('k1', 'fund:a', 'payable:b', 100)")
            + insert("policy ('[2026-01-01,2027-01-01)', 'published', 'wang', 'li')")
            + insert("batch ('2026-01-01', 'computed', 'wang', NULL, NULL, 90, 10)")
            + insert("service ('2026-02-01T09:00+08', '2026-02-01T09:30+08', '2026-03-01')")
            + insert("event ('contract.signed', 1)")
            + insert("agreement (3, 'self')");

    private SchemaSamples() {}

    /** The statement for a row in short form, such as {@code transfer ('k2', 'fund:a', 'payable:b', 100)}. */
    static String insert(String row) {
        int values = row.indexOf('(');
        String form = FORMS.get(row.substring(0, values).strip());
        if (form == null) {
            throw new IllegalArgumentException(row);
        }
        return form.formatted(row.substring(values));
    }
}
