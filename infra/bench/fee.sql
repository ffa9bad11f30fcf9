-- Fills the area 439901 with contracts, their fee lines as they are charged at signing, and the transfers that these add up
-- to, set-based. Variables: contracts, teams, policy, price (the policy's number of its price), entry.
--
-- Of each contract public health bears 3 000, the resident 1 000 and the pooled fund 2 000: the lowest tier.

\set ON_ERROR_STOP on
-- Every reference below is right by how it is made; checking each would only take time.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET work_mem = '256MB';

INSERT INTO organisation_institution (area, code, import_id, row_digest, recorded_at)
SELECT '439901', 'H43990100' || lpad((3 + n)::text, 3, '0'), gen_random_uuid(), '', TIMESTAMPTZ '2026-01-01'
FROM generate_series(0, 7) AS n;

INSERT INTO organisation_institution_particulars (area, institution_code, uscc, name, kind, division, effective, known, recorded_by,
    recorded_at)
SELECT area, code, code, '机构' || code, '乡镇卫生院', '439901', '(,)', '(,)', 'import', recorded_at FROM organisation_institution;

INSERT INTO organisation_team (area, number, name, institution_code, leader_name, leader_doctor_code, members, capacity,
    import_id, row_digest, recorded_at)
SELECT '439901', 'T' || lpad((1 + n)::text, 4, '0'), '团队' || n, 'H43990100' || lpad((3 + n % 8)::text, 3, '0'), '王医生',
    'D43990100' || lpad((1 + n)::text, 4, '0'), '', 4000, gen_random_uuid(), '', TIMESTAMPTZ '2026-01-01'
FROM generate_series(0, :teams - 1) AS n;

-- The ids are numbers that grow from the front, as the application's do.
CREATE TEMP TABLE filled AS
SELECT n, ((100000000000 + n) || '70008000000000000000')::uuid AS resident_id,
    ((100000000000 + n) || '70008000000000000001')::uuid AS contract_id,
    'T' || lpad((1 + n % :teams)::text, 4, '0') AS team_number,
    'H43990100' || lpad((3 + n % :teams % 8)::text, 3, '0') AS institution_code
FROM generate_series(1, :contracts) AS n;

INSERT INTO contract_version (area, contract_id, version, resident_id, team_number, institution_code, service_package,
    signed_on, term, known, channel, recorded_by, recorded_at)
SELECT '439901', contract_id, 1, resident_id, team_number, institution_code, 'basic', DATE '2026-01-10',
    daterange('2026-01-10', '2027-01-10'), tstzrange('2026-01-10', NULL), 'bench', 'bench', TIMESTAMPTZ '2026-01-10'
FROM filled ORDER BY n;

INSERT INTO fee_line (area, contract_id, entry_id, payer, policy_id, institution_code, amount_fen, reason, month, price,
    economic_category, tier)
SELECT '439901', contract_id, :'entry', payer, :'policy', institution_code, fen, 'contract_fee', DATE '2026-01-01', 0,
    'ordinary', 0
FROM filled CROSS JOIN (VALUES ('public_health', 3000), ('resident', 1000), ('pooled_fund', 2000)) AS share (payer, fen)
ORDER BY n;

INSERT INTO ledger_book (area, open_from) VALUES ('439901', '1900-01-01');

INSERT INTO ledger_account (area, account)
SELECT '439901', account FROM (
    SELECT DISTINCT 'payable:' || institution_code AS account FROM filled
    UNION VALUES ('fund:public_health'), ('receivable:resident'), ('fund:pooled_fund')) AS every ON CONFLICT DO NOTHING;

INSERT INTO ledger_transfer (area, transfer_id, entry_id, debit_account, credit_account, amount_fen, reason, business_key,
    effective_on, recorded_by, recorded_at, month)
SELECT '439901', gen_random_uuid(), :'entry', debit, 'payable:' || institution_code, count(*) * fen, 'contract_fee',
    'bench:' || debit || institution_code, '2026-01-10', 'bench', TIMESTAMPTZ '2026-01-10', '2026-01-01'
FROM filled CROSS JOIN (VALUES ('fund:public_health', 3000), ('receivable:resident', 1000), ('fund:pooled_fund', 2000))
    AS share (debit, fen)
GROUP BY debit, institution_code, fen;

VACUUM ANALYZE;
CHECKPOINT;
