-- The foundation of Jiayi's data.
--
-- The pooling area (统筹区) is the first column of every key, so that the same schema can be distributed by area.
-- There are no triggers (they do not run on a distributed table): every rule is a key, a check or an exclusion, and its
-- name is what a refused caller is told about. Money is whole fen. Terms are half open: [first day, day after the last).

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The role the running application works as. It owns nothing, and what it may change is granted table by table below.
DO
$$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jiayi_app') THEN
        CREATE ROLE jiayi_app NOLOGIN;
    END IF;
    IF NOT pg_has_role(current_user, 'jiayi_app', 'MEMBER') THEN
        EXECUTE format('GRANT jiayi_app TO %I', current_user);
    END IF;
END
$$;

-- organisation --------------------------------------------------------------------------------------------------------

CREATE TABLE organisation_pooling_area (
    area      text        NOT NULL,
    name      text        NOT NULL,
    opened_by text        NOT NULL,
    opened_at timestamptz NOT NULL,
    CONSTRAINT organisation_pooling_area_pk PRIMARY KEY (area),
    CONSTRAINT organisation_pooling_area_code CHECK (area ~ '^[0-9]{6}$'),
    CONSTRAINT organisation_pooling_area_name CHECK (name <> '')
);

CREATE TABLE organisation_institution (
    area        text        NOT NULL,
    code        text        NOT NULL,
    uscc        text        NOT NULL,
    name        text        NOT NULL,
    kind        text        NOT NULL,
    division    text        NOT NULL,
    parent_code text,
    alliance    text        NOT NULL,
    import_id   uuid        NOT NULL,
    row_digest  text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT organisation_institution_pk PRIMARY KEY (area, code),
    CONSTRAINT organisation_institution_uscc UNIQUE (area, uscc),
    CONSTRAINT organisation_institution_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT organisation_institution_parent FOREIGN KEY (area, parent_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT organisation_institution_code CHECK (code ~ '^H[0-9]{11}$'),
    CONSTRAINT organisation_institution_not_own_parent CHECK (parent_code <> code),
    CONSTRAINT organisation_institution_name CHECK (name <> '')
);

CREATE TABLE organisation_team (
    area               text        NOT NULL,
    number             text        NOT NULL,
    name               text        NOT NULL,
    institution_code   text        NOT NULL,
    leader_name        text        NOT NULL,
    leader_doctor_code text        NOT NULL,
    members            text        NOT NULL,
    capacity           integer     NOT NULL,
    import_id          uuid        NOT NULL,
    row_digest         text        NOT NULL,
    recorded_at        timestamptz NOT NULL,
    CONSTRAINT organisation_team_pk PRIMARY KEY (area, number),
    CONSTRAINT organisation_team_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT organisation_team_capacity CHECK (capacity BETWEEN 1 AND 100000),
    CONSTRAINT organisation_team_name CHECK (name <> '')
);

-- residents -----------------------------------------------------------------------------------------------------------

-- Names, numbers and phones are in sealed_identity only (SM4, key outside the database); document_index is a keyed hash.
CREATE TABLE resident_resident (
    area            text        NOT NULL,
    resident_id     uuid        NOT NULL,
    document_type   text        NOT NULL,
    document_index  bytea       NOT NULL,
    sealed_identity bytea       NOT NULL,
    birth_date      date        NOT NULL,
    sex             smallint    NOT NULL,
    household       text        NOT NULL,
    import_id       uuid        NOT NULL,
    row_digest      text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT resident_resident_pk PRIMARY KEY (area, resident_id),
    CONSTRAINT resident_resident_document UNIQUE (area, document_index),
    CONSTRAINT resident_resident_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT resident_resident_index CHECK (octet_length(document_index) = 32),
    CONSTRAINT resident_resident_sex CHECK (sex IN (0, 1, 2, 9))
);

-- What may change about a resident: effective = when it holds, known = when it was the state of knowledge.
CREATE TABLE resident_circumstance (
    area              text      NOT NULL,
    resident_id       uuid      NOT NULL,
    scheme            text,
    population_groups integer   NOT NULL,
    economic_category text      NOT NULL,
    effective         daterange NOT NULL,
    known             tstzrange NOT NULL,
    CONSTRAINT resident_circumstance_one_at_a_time
        EXCLUDE USING gist (area WITH =, resident_id WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT resident_circumstance_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_circumstance_scheme CHECK (scheme IN ('310', '390')),
    CONSTRAINT resident_circumstance_groups CHECK (population_groups BETWEEN 0 AND 1023),
    CONSTRAINT resident_circumstance_category
        CHECK (economic_category IN ('ordinary', 'low_income', 'extreme_poverty', 'out_of_poverty')),
    CONSTRAINT resident_circumstance_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);

-- The exclusion's index guards; this one finds, ten times faster.
CREATE INDEX resident_circumstance_by_resident ON resident_circumstance (area, resident_id);

-- policies ------------------------------------------------------------------------------------------------------------

CREATE TABLE policy_policy (
    area         text        NOT NULL,
    policy_id    uuid        NOT NULL,
    kind         text        NOT NULL,
    subject      text        NOT NULL, -- the scheme of a capitation policy; empty for a contract-fee policy
    name         text        NOT NULL,
    document     text        NOT NULL,
    digest_sm3   text        NOT NULL,
    effective    daterange   NOT NULL,
    status       text        NOT NULL,
    drafted_by   text        NOT NULL,
    drafted_at   timestamptz NOT NULL,
    published_by text,
    published_at timestamptz,
    CONSTRAINT policy_policy_pk PRIMARY KEY (area, policy_id),
    CONSTRAINT policy_policy_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT policy_policy_kind CHECK (kind IN ('contract_fee', 'capitation')),
    CONSTRAINT policy_policy_status CHECK (status IN ('draft', 'published')),
    CONSTRAINT policy_policy_two_persons CHECK (published_by <> drafted_by),
    CONSTRAINT policy_policy_published CHECK ((status = 'published') = (published_by IS NOT NULL AND published_at IS NOT NULL)),
    CONSTRAINT policy_policy_some_time CHECK (NOT isempty(effective)),
    CONSTRAINT policy_policy_one_in_force
        EXCLUDE USING gist (area WITH =, kind WITH =, subject WITH =, effective WITH &&) WHERE (status = 'published')
);

-- contracts -----------------------------------------------------------------------------------------------------------

-- Versions of contracts. The only update ever made closes "known"; what was known at T is: known @> T.
CREATE TABLE contract_version (
    area             text        NOT NULL,
    contract_id      uuid        NOT NULL,
    version          integer     NOT NULL,
    resident_id      uuid        NOT NULL,
    team_number      text        NOT NULL,
    institution_code text        NOT NULL,
    service_package  text        NOT NULL,
    signed_on        date        NOT NULL,
    term             daterange   NOT NULL,
    known            tstzrange   NOT NULL,
    channel          text        NOT NULL,
    end_reason       text,
    import_id        uuid,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT contract_version_pk PRIMARY KEY (area, contract_id, version),
    CONSTRAINT contract_version_one_per_day
        EXCLUDE USING gist (area WITH =, resident_id WITH =, term WITH &&, known WITH &&),
    CONSTRAINT contract_version_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT contract_version_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number),
    CONSTRAINT contract_version_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT contract_version_package CHECK (service_package IN ('basic', 'elderly', 'chronic', 'child', 'maternal')),
    CONSTRAINT contract_version_some_time CHECK (NOT isempty(term) AND NOT isempty(known)),
    CONSTRAINT contract_version_term_closed CHECK (NOT lower_inf(term) AND NOT upper_inf(term) AND lower_inc(term) AND NOT upper_inc(term)),
    CONSTRAINT contract_version_number CHECK (version >= 1)
);
CREATE UNIQUE INDEX contract_version_latest ON contract_version (area, contract_id) WHERE upper_inf(known);
CREATE INDEX contract_version_by_resident ON contract_version (area, resident_id);
CREATE INDEX contract_version_team_panel ON contract_version (area, team_number, resident_id) WHERE upper_inf(known);

CREATE TABLE contract_event (
    area        text        NOT NULL,
    event_id    uuid        NOT NULL,
    contract_id uuid        NOT NULL,
    kind        text        NOT NULL,
    last_day    date        NOT NULL,
    recorded_on date        NOT NULL,
    import_id   uuid,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT contract_event_pk PRIMARY KEY (area, event_id),
    CONSTRAINT contract_event_once UNIQUE (area, contract_id, kind, last_day),
    CONSTRAINT contract_event_kind CHECK (kind IN ('death', 'moved_away', 'own_wish'))
);

-- ledger --------------------------------------------------------------------------------------------------------------

CREATE TABLE ledger_account (
    area    text NOT NULL,
    account text NOT NULL,
    CONSTRAINT ledger_account_pk PRIMARY KEY (area, account),
    CONSTRAINT ledger_account_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT ledger_account_form CHECK (account ~ '^(fund|receivable|payable|retention|let_off|clearing)(:[A-Za-z0-9_]+)+$')
);

-- One row is one whole transfer: half an entry cannot exist.
CREATE TABLE ledger_transfer (
    area           text        NOT NULL,
    transfer_id    uuid        NOT NULL,
    entry_id       uuid        NOT NULL,
    debit_account  text        NOT NULL,
    credit_account text        NOT NULL,
    amount_fen     bigint      NOT NULL,
    reason         text        NOT NULL,
    business_key   text        NOT NULL,
    effective_on   date        NOT NULL,
    corrects       uuid,
    recorded_by    text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    CONSTRAINT ledger_transfer_pk PRIMARY KEY (area, transfer_id),
    CONSTRAINT ledger_transfer_once UNIQUE (area, business_key),
    CONSTRAINT ledger_transfer_debit FOREIGN KEY (area, debit_account) REFERENCES ledger_account (area, account),
    CONSTRAINT ledger_transfer_credit FOREIGN KEY (area, credit_account) REFERENCES ledger_account (area, account),
    CONSTRAINT ledger_transfer_corrects FOREIGN KEY (area, corrects) REFERENCES ledger_transfer (area, transfer_id),
    CONSTRAINT ledger_transfer_positive CHECK (amount_fen > 0),
    CONSTRAINT ledger_transfer_two_accounts CHECK (debit_account <> credit_account)
);
CREATE INDEX ledger_transfer_entry ON ledger_transfer (area, entry_id);

-- contract fees -------------------------------------------------------------------------------------------------------

-- The finite table a published fee policy compiles to.
CREATE TABLE fee_split (
    area              text     NOT NULL,
    policy_id         uuid     NOT NULL,
    service_package   text     NOT NULL,
    economic_category text     NOT NULL,
    ordinal           smallint NOT NULL,
    payer             text     NOT NULL,
    amount_fen        bigint   NOT NULL,
    CONSTRAINT fee_split_pk PRIMARY KEY (area, policy_id, service_package, economic_category, ordinal),
    CONSTRAINT fee_split_payer UNIQUE (area, policy_id, service_package, economic_category, payer),
    CONSTRAINT fee_split_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT fee_split_not_negative CHECK (amount_fen >= 0)
);

-- Who pays what for one contract: the person-level subledger of the ledger entry it names.
CREATE TABLE fee_line (
    area             text   NOT NULL,
    contract_id      uuid   NOT NULL,
    entry_id         uuid   NOT NULL,
    payer            text   NOT NULL,
    policy_id        uuid   NOT NULL,
    institution_code text   NOT NULL,
    amount_fen       bigint NOT NULL,
    CONSTRAINT fee_line_pk PRIMARY KEY (area, contract_id, entry_id, payer),
    CONSTRAINT fee_line_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT fee_line_not_negative CHECK (amount_fen >= 0)
);

-- capitation ----------------------------------------------------------------------------------------------------------

-- The finite tariff a published capitation policy compiles to; the annual quota is an exact fraction of fen.
CREATE TABLE capitation_tariff_row (
    area                   text    NOT NULL,
    policy_id              uuid    NOT NULL,
    number                 integer NOT NULL,
    label                  text    NOT NULL,
    annual_fen_numerator   numeric NOT NULL,
    annual_fen_denominator numeric NOT NULL,
    CONSTRAINT capitation_tariff_row_pk PRIMARY KEY (area, policy_id, number),
    CONSTRAINT capitation_tariff_row_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT capitation_tariff_row_quota CHECK (annual_fen_numerator >= 0 AND annual_fen_denominator > 0)
);

-- One resident, one payee, one month, one scheme.
CREATE TABLE capitation_person_month (
    area             text    NOT NULL,
    scheme           text    NOT NULL,
    month            date    NOT NULL,
    resident_id      uuid    NOT NULL,
    contract_id      uuid    NOT NULL,
    version          integer NOT NULL,
    team_number      text    NOT NULL,
    institution_code text    NOT NULL,
    tariff_row       integer NOT NULL,
    CONSTRAINT capitation_person_month_pk PRIMARY KEY (area, scheme, month, resident_id),
    CONSTRAINT capitation_person_month_first_day CHECK (extract(day FROM month) = 1)
);

CREATE TABLE capitation_cell (
    area             text    NOT NULL,
    scheme           text    NOT NULL,
    month            date    NOT NULL,
    institution_code text    NOT NULL,
    policy_id        uuid    NOT NULL,
    tariff_row       integer NOT NULL,
    heads            bigint  NOT NULL,
    CONSTRAINT capitation_cell_pk PRIMARY KEY (area, scheme, month, institution_code, tariff_row),
    CONSTRAINT capitation_cell_tariff FOREIGN KEY (area, policy_id, tariff_row) REFERENCES capitation_tariff_row (area, policy_id, number),
    CONSTRAINT capitation_cell_heads CHECK (heads > 0)
);

CREATE TABLE capitation_visit (
    area              text        NOT NULL,
    serial            text        NOT NULL,
    resident_id       uuid        NOT NULL,
    institution_code  text        NOT NULL,
    visited_on        date        NOT NULL,
    pooled_fund_fen   bigint      NOT NULL,
    account_fen       bigint      NOT NULL,
    cash_fen          bigint      NOT NULL,
    referral_number   text,
    emergency         boolean     NOT NULL,
    import_id         uuid        NOT NULL,
    row_digest        text        NOT NULL,
    recorded_at       timestamptz NOT NULL,
    CONSTRAINT capitation_visit_pk PRIMARY KEY (area, serial),
    CONSTRAINT capitation_visit_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT capitation_visit_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT capitation_visit_not_negative CHECK (pooled_fund_fen >= 0 AND account_fen >= 0 AND cash_fen >= 0)
);

-- settlement ----------------------------------------------------------------------------------------------------------

CREATE TABLE settlement_batch (
    area             text        NOT NULL,
    batch_id         uuid        NOT NULL,
    kind             text        NOT NULL,
    scheme           text        NOT NULL,
    month            date        NOT NULL,
    policy_id        uuid        NOT NULL,
    known_on         date        NOT NULL,
    status           text        NOT NULL,
    heads            bigint      NOT NULL,
    entitlement_fen  bigint      NOT NULL,
    prepayment_fen   bigint      NOT NULL,
    retention_fen    bigint      NOT NULL,
    digest_sha256    text        NOT NULL,
    digest_sm3       text        NOT NULL,
    computed_by      text        NOT NULL,
    computed_at      timestamptz NOT NULL,
    confirmed_by     text,
    confirmed_at     timestamptz,
    approved_by      text,
    approved_at      timestamptz,
    published_at     timestamptz,
    CONSTRAINT settlement_batch_pk PRIMARY KEY (area, batch_id),
    CONSTRAINT settlement_batch_once UNIQUE (area, kind, scheme, month),
    CONSTRAINT settlement_batch_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT settlement_batch_kind CHECK (kind = 'capitation_month'),
    CONSTRAINT settlement_batch_status CHECK (status IN ('computed', 'confirmed', 'approved', 'published')),
    CONSTRAINT settlement_batch_two_persons CHECK (approved_by <> computed_by),
    CONSTRAINT settlement_batch_approved CHECK ((status IN ('approved', 'published')) = (approved_by IS NOT NULL)),
    CONSTRAINT settlement_batch_sum CHECK (entitlement_fen = prepayment_fen + retention_fen)
);

CREATE TABLE settlement_line (
    area                        text   NOT NULL,
    batch_id                    uuid   NOT NULL,
    institution_code            text   NOT NULL,
    heads                       bigint NOT NULL,
    entitlement_fen             bigint NOT NULL,
    prepayment_fen              bigint NOT NULL,
    retention_fen               bigint NOT NULL,
    cumulative_entitlement_fen  bigint NOT NULL,
    cumulative_prepayment_fen   bigint NOT NULL,
    CONSTRAINT settlement_line_pk PRIMARY KEY (area, batch_id, institution_code),
    CONSTRAINT settlement_line_batch FOREIGN KEY (area, batch_id) REFERENCES settlement_batch (area, batch_id),
    CONSTRAINT settlement_line_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT settlement_line_sum CHECK (entitlement_fen = prepayment_fen + retention_fen)
);

CREATE TABLE settlement_file (
    area             text        NOT NULL,
    file_id          uuid        NOT NULL,
    batch_id         uuid        NOT NULL,
    institution_code text, -- null for the batch summary
    name             text        NOT NULL,
    media_type       text        NOT NULL,
    rows             bigint      NOT NULL,
    bytes            bigint      NOT NULL,
    sha256           text        NOT NULL,
    sm3              text        NOT NULL,
    published_at     timestamptz NOT NULL,
    CONSTRAINT settlement_file_pk PRIMARY KEY (area, file_id),
    CONSTRAINT settlement_file_name UNIQUE (area, batch_id, name),
    CONSTRAINT settlement_file_batch FOREIGN KEY (area, batch_id) REFERENCES settlement_batch (area, batch_id)
);

-- imports -------------------------------------------------------------------------------------------------------------

CREATE TABLE import_job (
    area         text        NOT NULL,
    import_id    uuid        NOT NULL,
    kind         text        NOT NULL,
    sha256       text        NOT NULL,
    bytes        bigint      NOT NULL,
    encoding     text        NOT NULL,
    rows         bigint      NOT NULL,
    rows_done    bigint      NOT NULL DEFAULT 0,
    accepted     bigint      NOT NULL DEFAULT 0,
    unchanged    bigint      NOT NULL DEFAULT 0,
    normalised   jsonb       NOT NULL DEFAULT '{}',
    status       text        NOT NULL,
    uploaded_by  text        NOT NULL,
    uploaded_at  timestamptz NOT NULL,
    claimed_by   uuid,
    claimed_until timestamptz,
    finished_at  timestamptz,
    CONSTRAINT import_job_pk PRIMARY KEY (area, import_id),
    CONSTRAINT import_job_once UNIQUE (area, kind, sha256),
    CONSTRAINT import_job_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT import_job_kind CHECK (kind IN ('institutions', 'teams', 'residents', 'contracts', 'events', 'visits')),
    CONSTRAINT import_job_status CHECK (status IN ('waiting', 'running', 'finished', 'failed')),
    CONSTRAINT import_job_progress CHECK (rows_done BETWEEN 0 AND rows)
);
CREATE INDEX import_job_open ON import_job (area, uploaded_at) WHERE status IN ('waiting', 'running');

CREATE TABLE import_refusal (
    area      text   NOT NULL,
    import_id uuid   NOT NULL,
    line      bigint NOT NULL,
    code      text   NOT NULL,
    field     text   NOT NULL,
    CONSTRAINT import_refusal_pk PRIMARY KEY (area, import_id, line),
    CONSTRAINT import_refusal_job FOREIGN KEY (area, import_id) REFERENCES import_job (area, import_id)
);

-- callers' keys -----------------------------------------------------------------------------------------------------

CREATE TABLE command_key (
    area           text        NOT NULL,
    caller         text        NOT NULL,
    key            text        NOT NULL,
    content_digest text        NOT NULL,
    answer_id      text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    CONSTRAINT command_key_pk PRIMARY KEY (area, caller, key),
    CONSTRAINT command_key_length CHECK (length(key) BETWEEN 8 AND 100)
);

-- what the application may do -----------------------------------------------------------------------------------------

GRANT USAGE ON SCHEMA public TO jiayi_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO jiayi_app;
GRANT UPDATE (status, published_by, published_at) ON policy_policy TO jiayi_app;
GRANT UPDATE (known) ON contract_version TO jiayi_app;
GRANT UPDATE (known) ON resident_circumstance TO jiayi_app;
GRANT UPDATE (rows_done, accepted, unchanged, normalised, status, claimed_by, claimed_until, finished_at) ON import_job TO jiayi_app;
GRANT UPDATE (status, confirmed_by, confirmed_at, approved_by, approved_at, published_at) ON settlement_batch TO jiayi_app;
-- An open month may be counted again; that it is open is checked where it is done, under a lock on the month.
GRANT DELETE ON capitation_person_month, capitation_cell, settlement_line, settlement_batch TO jiayi_app;
-- SELECT … FOR UPDATE needs the right to update one column; nobody's name changes.
GRANT UPDATE (recorded_at) ON organisation_team TO jiayi_app;
REVOKE ALL ON flyway_schema_history FROM jiayi_app;
