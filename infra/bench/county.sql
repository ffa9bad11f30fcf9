-- Fills the area 439901 with invented residents and contracts, set-based. Variables: contracts, teams, first_position.
--
-- Every resident is under contract on 2026-10-10, with terms that begin on any day of the year before; in every team each
-- tenth had an earlier contract that was ended before its time. The ids are numbers, so that a client can draw them, and grow
-- from the front as the application's do: the digits of 100000000000 + n, then 70008000000000000000. Neighbours belong to
-- different teams, as in a file from a county.

\set ON_ERROR_STOP on
-- Every reference below is right by how it is made; checking each would only take time.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';

-- Indexes are built at the end, of all rows at once: the one that keeps contracts of a resident apart takes longer than all else.
CREATE TEMP TABLE built_later AS
SELECT 2 AS place, format('DROP INDEX %s', i.indexrelid::regclass) AS drop, pg_get_indexdef(i.indexrelid) AS build
FROM pg_index i
WHERE i.indrelid IN ('resident_circumstance'::regclass, 'contract_version'::regclass, 'contract_event'::regclass,
        'outbox_event'::regclass)
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
UNION ALL
SELECT 1, format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
FROM pg_constraint c
WHERE c.contype = 'x' AND c.conrelid IN ('resident_circumstance'::regclass, 'contract_version'::regclass);
SELECT drop FROM built_later ORDER BY place \gexec

CREATE TEMP TABLE filled AS
SELECT n, ((100000000000 + n) || '70008000000000000000')::uuid AS resident_id,
    ((100000000000 + n) || '70008000000000000001')::uuid AS contract_id,
    'T' || lpad((1 + n % :teams)::text, 4, '0') AS team_number,
    'H43990100' || lpad((3 + n % :teams % 8)::text, 3, '0') AS institution_code,
    (ARRAY['basic', 'elderly', 'chronic', 'basic', 'child', 'basic'])[1 + n % 6] AS service_package,
    DATE '2026-10-10' - (n::bigint * 7919 % 365)::int AS first_day
FROM generate_series(1, :contracts) AS n;

INSERT INTO resident_resident (area, resident_id, document_type, document_index, sealed_identity, birth_date, sex, household,
    registered_by, row_digest, recorded_at)
SELECT '439901', resident_id, 'resident_id', sha256(n::text::bytea),
    sha256(n::text::bytea) || sha256(('a' || n)::bytea) || sha256(('b' || n)::bytea) || sha256(('c' || n)::bytea),
    DATE '1936-01-01' + n % 32000, 1 + n % 2, 'H' || n / 3, 'bench', '', TIMESTAMPTZ '2025-01-01'
FROM filled ORDER BY n;

INSERT INTO resident_document (area, resident_id, ordinal, document_type, document_index, known, recorded_by, recorded_at)
SELECT '439901', resident_id, 1, 'resident_id', sha256(n::text::bytea), tstzrange(NULL, NULL), 'bench',
    TIMESTAMPTZ '2025-01-01'
FROM filled ORDER BY n;

INSERT INTO resident_circumstance (area, resident_id, scheme, population_groups, economic_category, effective, known)
SELECT '439901', resident_id, CASE WHEN n % 4 = 0 THEN '310' ELSE '390' END, n % 16,
    CASE WHEN n % 20 = 0 THEN 'low_income' ELSE 'ordinary' END, daterange(NULL, NULL), tstzrange(NULL, NULL)
FROM filled ORDER BY n;

-- The earlier contracts: signed for a year, known to have ended after half of it.
INSERT INTO contract_version (area, contract_id, version, resident_id, team_number, institution_code, service_package,
    signed_on, term, known, channel, end_reason, recorded_by, recorded_at)
SELECT '439901', ((100000000000 + n) || '70008000000000000002')::uuid, version, resident_id, team_number,
    institution_code, service_package, first_day - 400, daterange(first_day - 400, first_day - 400 + days),
    tstzrange(first_day - 400 + known_from, first_day - 400 + known_until), 'bench', end_reason, 'bench',
    TIMESTAMPTZ '2025-01-01'
FROM filled
CROSS JOIN (VALUES (1, 365, 0, 180, NULL), (2, 181, 180, NULL, 'moved_away'))
    AS known (version, days, known_from, known_until, end_reason)
WHERE n / :teams % 10 = 0 ORDER BY n, version;

INSERT INTO contract_version (area, contract_id, version, resident_id, team_number, institution_code, service_package,
    signed_on, term, known, channel, recorded_by, recorded_at)
SELECT '439901', contract_id, 1, resident_id, team_number, institution_code, service_package, first_day,
    daterange(first_day, first_day + 365), tstzrange(first_day, NULL), 'bench', 'bench', first_day
FROM filled ORDER BY n;

INSERT INTO contract_event (area, event_id, contract_id, kind, effective_on, recorded_on, recorded_by, recorded_at, version)
SELECT '439901', contract_id, contract_id, 'signed', first_day, first_day, 'bench', first_day, 1
FROM filled ORDER BY n;

INSERT INTO outbox_event (area, event_id, position, kind, subject_id, institution_code, team_number, effective_on, occurred_at)
SELECT '439901', contract_id, :first_position + row_number() OVER (ORDER BY first_day, n), 'contract.signed',
    'ctr_439901_' || contract_id, institution_code, team_number, first_day, first_day
FROM filled ORDER BY first_day, n;

SELECT build FROM built_later ORDER BY place \gexec

VACUUM ANALYZE;
CHECKPOINT;
