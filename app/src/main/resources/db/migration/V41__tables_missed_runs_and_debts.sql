-- All that a published capitation policy compiles to, as one text: base, order of the groups, rows, grades, top-ups, floor and cap.
-- What was published before has its rows and grades, and no text.
CREATE TABLE capitation_table (
    area       text NOT NULL,
    policy_id  uuid NOT NULL,
    content    text NOT NULL,
    digest_sm3 text NOT NULL,
    CONSTRAINT capitation_table_pk PRIMARY KEY (area, policy_id),
    CONSTRAINT capitation_table_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT capitation_table_digest CHECK (digest_sm3 ~ '^[0-9a-f]{64}$')
);
GRANT SELECT, INSERT ON capitation_table TO jiayi_app;

-- A month that was due and not computed when it was told of: each is told of once.
CREATE TABLE settlement_missed_run (
    area    text        NOT NULL,
    scheme  text        NOT NULL,
    month   date        NOT NULL,
    due_on  date        NOT NULL,
    told_at timestamptz NOT NULL,
    CONSTRAINT settlement_missed_run_pk PRIMARY KEY (area, scheme, month),
    CONSTRAINT settlement_missed_run_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT settlement_missed_run_month CHECK (extract(day FROM month) = 1 AND due_on > month)
);
GRANT SELECT, INSERT ON settlement_missed_run TO jiayi_app;

-- Drafts of year ends that were given up: what stood in them can be computed again, who gave them up cannot.
CREATE TABLE yearend_discarding (
    area          text        NOT NULL,
    year_end_id   uuid        NOT NULL,
    scheme        text        NOT NULL,
    year          integer     NOT NULL,
    through_month date        NOT NULL,
    digest_sm3    text        NOT NULL,
    reason        text        NOT NULL,
    discarded_by  text        NOT NULL,
    discarded_at  timestamptz NOT NULL,
    CONSTRAINT yearend_discarding_pk PRIMARY KEY (area, year_end_id),
    CONSTRAINT yearend_discarding_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT yearend_discarding_reason CHECK (length(reason) BETWEEN 1 AND 500)
);
GRANT SELECT, INSERT ON yearend_discarding TO jiayi_app;

-- An institution objects to somebody once on a list as it is; counted again with another part of its own, it is asked again.
ALTER TABLE roster_objection ADD COLUMN part text NOT NULL DEFAULT '';
UPDATE roster_objection o SET part = p.part
FROM roster_part p
JOIN capitation_month m ON m.area = p.area AND m.scheme = p.scheme AND m.month = p.month
WHERE p.area = o.area AND p.scheme = o.scheme AND p.month = o.month AND p.institution_code = o.institution_code
    AND o.objected_at > m.counted_at;
ALTER TABLE roster_objection
    ALTER COLUMN part DROP DEFAULT,
    DROP CONSTRAINT roster_objection_once,
    ADD CONSTRAINT roster_objection_once UNIQUE (area, scheme, month, institution_code, resident_id, part);

-- What payees owe of years that ended comes by bank, or is given up by two people. Both ids are the ledger's entries, too.
CREATE TABLE yearend_recovery (
    area           text        NOT NULL,
    recovery_id    uuid        NOT NULL,
    scheme         text        NOT NULL,
    payee          text        NOT NULL,
    amount_fen     bigint      NOT NULL,
    received_on    date        NOT NULL,
    bank_reference text        NOT NULL,
    recorded_by    text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    CONSTRAINT yearend_recovery_pk PRIMARY KEY (area, recovery_id),
    CONSTRAINT yearend_recovery_reference UNIQUE (area, bank_reference),
    CONSTRAINT yearend_recovery_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT yearend_recovery_scheme CHECK (scheme IN ('310', '390')),
    CONSTRAINT yearend_recovery_amount CHECK (amount_fen > 0)
);
GRANT SELECT, INSERT ON yearend_recovery TO jiayi_app;

CREATE TABLE yearend_write_off (
    area         text        NOT NULL,
    write_off_id uuid        NOT NULL,
    scheme       text        NOT NULL,
    payee        text        NOT NULL,
    amount_fen   bigint      NOT NULL,
    reason       text        NOT NULL,
    proposed_by  text        NOT NULL,
    proposed_at  timestamptz NOT NULL,
    accepted     boolean,
    decided_by   text,
    decided_at   timestamptz,
    CONSTRAINT yearend_write_off_pk PRIMARY KEY (area, write_off_id),
    CONSTRAINT yearend_write_off_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT yearend_write_off_scheme CHECK (scheme IN ('310', '390')),
    CONSTRAINT yearend_write_off_amount CHECK (amount_fen > 0),
    CONSTRAINT yearend_write_off_reason CHECK (length(reason) BETWEEN 1 AND 500),
    CONSTRAINT yearend_write_off_decided
        CHECK ((accepted IS NULL) = (decided_by IS NULL) AND (accepted IS NULL) = (decided_at IS NULL)),
    CONSTRAINT yearend_write_off_two_persons CHECK (NOT accepted OR decided_by <> proposed_by)
);
GRANT SELECT, INSERT ON yearend_write_off TO jiayi_app;
GRANT UPDATE (accepted, decided_by, decided_at) ON yearend_write_off TO jiayi_app;
