-- What is claimed from the funds and arrives, and what of the income goes to the staff.

-- fund claims -----------------------------------------------------------------------------------------------------------

-- What a fund is asked for (基金申报): all lines of one payer that are booked in one closed month, each in one claim therefore.
CREATE TABLE claim_claim (
    area         text        NOT NULL,
    claim_id     uuid        NOT NULL,
    payer        text        NOT NULL,
    month        date        NOT NULL,
    lines_fen    bigint      NOT NULL, -- what the month's lines come to; negative where more went back
    carried_fen  bigint      NOT NULL, -- what the claim before left to be set off, zero or less
    prepared_by  text        NOT NULL,
    prepared_at  timestamptz NOT NULL,
    submitted_by text,
    submitted_at timestamptz,
    CONSTRAINT claim_claim_pk PRIMARY KEY (area, claim_id),
    CONSTRAINT claim_claim_once UNIQUE (area, payer, month),
    CONSTRAINT claim_claim_closing FOREIGN KEY (area, month) REFERENCES ledger_closing (area, month),
    CONSTRAINT claim_claim_carried CHECK (carried_fen <= 0),
    CONSTRAINT claim_claim_submitted CHECK ((submitted_by IS NULL) = (submitted_at IS NULL)),
    CONSTRAINT claim_claim_two_persons CHECK (submitted_by <> prepared_by)
);

CREATE TABLE claim_line (
    area             text   NOT NULL,
    claim_id         uuid   NOT NULL,
    institution_code text   NOT NULL,
    contracts        bigint NOT NULL,
    amount_fen       bigint NOT NULL,
    CONSTRAINT claim_line_pk PRIMARY KEY (area, claim_id, institution_code),
    CONSTRAINT claim_line_claim FOREIGN KEY (area, claim_id) REFERENCES claim_claim (area, claim_id),
    CONSTRAINT claim_line_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code)
);

-- Money that arrived for a claim (到账).
CREATE TABLE claim_receipt (
    area           text        NOT NULL,
    receipt_id     uuid        NOT NULL,
    claim_id       uuid        NOT NULL,
    amount_fen     bigint      NOT NULL,
    received_on    date        NOT NULL,
    bank_reference text        NOT NULL,
    entry_id       uuid        NOT NULL,
    recorded_by    text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    CONSTRAINT claim_receipt_pk PRIMARY KEY (area, receipt_id),
    CONSTRAINT claim_receipt_claim FOREIGN KEY (area, claim_id) REFERENCES claim_claim (area, claim_id),
    CONSTRAINT claim_receipt_positive CHECK (amount_fen > 0),
    CONSTRAINT claim_receipt_reference CHECK (bank_reference <> '')
);
CREATE INDEX claim_receipt_of_claim ON claim_receipt (area, claim_id);

-- A receipt that was booked by mistake; its reference may then be booked anew.
CREATE TABLE claim_receipt_reversal (
    area        text        NOT NULL,
    receipt_id  uuid        NOT NULL,
    note        text        NOT NULL,
    entry_id    uuid        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT claim_receipt_reversal_pk PRIMARY KEY (area, receipt_id),
    CONSTRAINT claim_receipt_reversal_receipt FOREIGN KEY (area, receipt_id) REFERENCES claim_receipt (area, receipt_id)
);

-- staff distributions ---------------------------------------------------------------------------------------------------

-- The fee income of a team in some months, and what of it goes to its members (绩效分配). No month of a team twice.
CREATE TABLE distribution_distribution (
    area             text        NOT NULL,
    distribution_id  uuid        NOT NULL, -- also the ledger's entry
    team_number      text        NOT NULL,
    institution_code text        NOT NULL,
    period           daterange   NOT NULL,
    income_fen       bigint      NOT NULL,
    pool_fen         bigint      NOT NULL,
    status           text        NOT NULL,
    prepared_by      text        NOT NULL,
    prepared_at      timestamptz NOT NULL,
    resolved_by      text,
    resolved_at      timestamptz,
    CONSTRAINT distribution_distribution_pk PRIMARY KEY (area, distribution_id),
    CONSTRAINT distribution_distribution_once
        EXCLUDE USING gist (area WITH =, team_number WITH =, period WITH &&) WHERE (status <> 'void'),
    CONSTRAINT distribution_distribution_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number),
    CONSTRAINT distribution_distribution_status CHECK (status IN ('pending', 'posted', 'void')),
    CONSTRAINT distribution_distribution_resolved CHECK ((status = 'pending') = (resolved_by IS NULL) AND (resolved_by IS NULL) = (resolved_at IS NULL)),
    CONSTRAINT distribution_distribution_two_persons CHECK (status <> 'posted' OR resolved_by <> prepared_by),
    CONSTRAINT distribution_distribution_staff_floor CHECK (pool_fen BETWEEN 0 AND income_fen AND pool_fen * 100 >= income_fen * 70 - 50),
    CONSTRAINT distribution_distribution_months CHECK (extract(day FROM lower(period)) = 1 AND extract(day FROM upper(period)) = 1)
);

CREATE TABLE distribution_part (
    area            text   NOT NULL,
    distribution_id uuid   NOT NULL,
    practitioner_id uuid   NOT NULL,
    points          text   NOT NULL, -- as they were given
    amount_fen      bigint NOT NULL,
    CONSTRAINT distribution_part_pk PRIMARY KEY (area, distribution_id, practitioner_id),
    CONSTRAINT distribution_part_distribution
        FOREIGN KEY (area, distribution_id) REFERENCES distribution_distribution (area, distribution_id),
    CONSTRAINT distribution_part_practitioner
        FOREIGN KEY (area, practitioner_id) REFERENCES organisation_practitioner (area, practitioner_id),
    CONSTRAINT distribution_part_not_negative CHECK (amount_fen >= 0 AND points::numeric >= 0)
);

GRANT SELECT, INSERT ON claim_claim, claim_line, claim_receipt, claim_receipt_reversal, distribution_distribution,
    distribution_part TO jiayi_app;
GRANT UPDATE (submitted_by, submitted_at) ON claim_claim TO jiayi_app;
GRANT UPDATE (status, resolved_by, resolved_at) ON distribution_distribution TO jiayi_app;
