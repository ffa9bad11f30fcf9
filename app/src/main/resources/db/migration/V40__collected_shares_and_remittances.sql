-- 代收款: what providers have collected of a payer's shares, month by month, so that institutions are paid what has come in and stands.

-- A closed month of a payer. Each but the first follows another, which no two do: so they are in order, and none is kept twice.
CREATE TABLE payment_collected_month (
    area        text        NOT NULL,
    payer       text        NOT NULL,
    month       date        NOT NULL,
    earlier     date, -- the month that was kept before
    recorded_at timestamptz NOT NULL,
    CONSTRAINT payment_collected_month_pk PRIMARY KEY (area, payer, month),
    CONSTRAINT payment_collected_month_once UNIQUE NULLS NOT DISTINCT (area, payer, earlier),
    CONSTRAINT payment_collected_month_follows FOREIGN KEY (area, payer, earlier)
        REFERENCES payment_collected_month (area, payer, month),
    CONSTRAINT payment_collected_month_order CHECK (earlier < month),
    CONSTRAINT payment_collected_month_closing FOREIGN KEY (area, month) REFERENCES ledger_closing (area, month),
    CONSTRAINT payment_collected_month_payer CHECK (payer IN ('resident', 'personal_account'))
);

-- What the month brings an institution of a contract; less than nothing where it goes back to the payer or moved on with the fee.
CREATE TABLE payment_collected (
    area             text   NOT NULL,
    contract_id      uuid   NOT NULL,
    payer            text   NOT NULL,
    institution_code text   NOT NULL,
    month            date   NOT NULL,
    amount_fen       bigint NOT NULL,
    CONSTRAINT payment_collected_pk PRIMARY KEY (area, contract_id, payer, institution_code, month),
    CONSTRAINT payment_collected_kept FOREIGN KEY (area, payer, month) REFERENCES payment_collected_month (area, payer, month),
    CONSTRAINT payment_collected_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT payment_collected_some CHECK (amount_fen <> 0)
);
CREATE INDEX payment_collected_of_month ON payment_collected (area, payer, month, contract_id, institution_code);

GRANT SELECT, INSERT ON payment_collected_month, payment_collected TO jiayi_app;

-- 渠道划款: the money that a provider held for us and has sent to the treasury, and what it has kept of it for itself (手续费).
CREATE TABLE payment_remittance (
    area           text        NOT NULL,
    remittance_id  uuid        NOT NULL, -- also the ledger's entry
    provider       text        NOT NULL,
    amount_fen     bigint      NOT NULL,
    charge_fen     bigint      NOT NULL,
    value_on       date        NOT NULL,
    bank_reference text        NOT NULL,
    recorded_by    text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    reversed       boolean     NOT NULL DEFAULT false,
    CONSTRAINT payment_remittance_pk PRIMARY KEY (area, remittance_id),
    CONSTRAINT payment_remittance_standing UNIQUE (area, remittance_id, reversed),
    CONSTRAINT payment_remittance_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT payment_remittance_provider CHECK (provider ~ '^[a-z][a-z0-9_]{1,19}$'),
    CONSTRAINT payment_remittance_amount CHECK (amount_fen > 0 AND charge_fen >= 0),
    CONSTRAINT payment_remittance_text CHECK (length(bank_reference) BETWEEN 1 AND 64)
);
CREATE UNIQUE INDEX payment_remittance_reference ON payment_remittance (area, bank_reference) WHERE NOT reversed;

-- One that was booked by mistake; it refers to a remittance that is reversed, so that such a one stays so.
CREATE TABLE payment_remittance_reversal (
    area          text        NOT NULL,
    remittance_id uuid        NOT NULL,
    reversed      boolean     NOT NULL DEFAULT true,
    note          text        NOT NULL,
    entry_id      uuid        NOT NULL,
    recorded_by   text        NOT NULL,
    recorded_at   timestamptz NOT NULL,
    CONSTRAINT payment_remittance_reversal_pk PRIMARY KEY (area, remittance_id),
    CONSTRAINT payment_remittance_reversal_remittance FOREIGN KEY (area, remittance_id, reversed)
        REFERENCES payment_remittance (area, remittance_id, reversed),
    CONSTRAINT payment_remittance_reversal_reversed CHECK (reversed),
    CONSTRAINT payment_remittance_reversal_note CHECK (length(note) BETWEEN 1 AND 200)
);
GRANT SELECT, INSERT ON payment_remittance, payment_remittance_reversal TO jiayi_app;
GRANT UPDATE (reversed) ON payment_remittance TO jiayi_app;

-- What providers keep for themselves is borne by the treasury, in an account of its own.
ALTER TABLE ledger_account
    DROP CONSTRAINT ledger_account_form,
    ADD CONSTRAINT ledger_account_form
        CHECK (account ~ '^(fund|receivable|payable|retention|let_off|clearing|refunds|charges)(:[A-Za-z0-9_-]+)+$');

-- 核减: what a fund will not pay of an institution's line of a claim. The institution has it no more.
CREATE TABLE claim_cut (
    area             text        NOT NULL,
    cut_id           uuid        NOT NULL, -- also the ledger's entry
    claim_id         uuid        NOT NULL,
    institution_code text        NOT NULL,
    amount_fen       bigint      NOT NULL,
    reason           text        NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT claim_cut_pk PRIMARY KEY (area, cut_id),
    CONSTRAINT claim_cut_line FOREIGN KEY (area, claim_id, institution_code)
        REFERENCES claim_line (area, claim_id, institution_code),
    CONSTRAINT claim_cut_positive CHECK (amount_fen > 0),
    CONSTRAINT claim_cut_reason CHECK (length(reason) BETWEEN 1 AND 200)
);
CREATE INDEX claim_cut_of_claim ON claim_cut (area, claim_id);

-- A cut that was booked by mistake, or that the fund has taken back.
CREATE TABLE claim_cut_reversal (
    area        text        NOT NULL,
    cut_id      uuid        NOT NULL,
    note        text        NOT NULL,
    entry_id    uuid        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT claim_cut_reversal_pk PRIMARY KEY (area, cut_id),
    CONSTRAINT claim_cut_reversal_cut FOREIGN KEY (area, cut_id) REFERENCES claim_cut (area, cut_id),
    CONSTRAINT claim_cut_reversal_note CHECK (length(note) BETWEEN 1 AND 200)
);

-- The confirmed batch that pays institutions what a claim says.
CREATE TABLE claim_batch (
    area     text NOT NULL,
    claim_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    CONSTRAINT claim_batch_pk PRIMARY KEY (area, claim_id),
    CONSTRAINT claim_batch_once UNIQUE (area, batch_id),
    CONSTRAINT claim_batch_claim FOREIGN KEY (area, claim_id) REFERENCES claim_claim (area, claim_id),
    CONSTRAINT claim_batch_batch FOREIGN KEY (area, batch_id) REFERENCES settlement_batch (area, batch_id)
);
INSERT INTO claim_batch (area, claim_id, batch_id)
SELECT c.area, c.claim_id, b.batch_id FROM claim_claim c
JOIN settlement_batch b ON b.area = c.area AND b.kind = 'contract_fee' AND b.fund = c.payer AND b.month = c.month
WHERE b.status NOT IN ('computed', 'reviewed', 'discarded');

-- Which batch has taken a cut, or its reversal, off what it pays: each is in one.
CREATE TABLE claim_cut_settled (
    area     text    NOT NULL,
    cut_id   uuid    NOT NULL,
    reversed boolean NOT NULL, -- the reversal and not the cut
    batch_id uuid    NOT NULL,
    CONSTRAINT claim_cut_settled_pk PRIMARY KEY (area, cut_id, reversed),
    CONSTRAINT claim_cut_settled_cut FOREIGN KEY (area, cut_id) REFERENCES claim_cut (area, cut_id),
    CONSTRAINT claim_cut_settled_batch FOREIGN KEY (area, batch_id) REFERENCES claim_batch (area, batch_id)
);

-- 退回: the fund sends a claim back, which is then handed in again.
CREATE TABLE claim_return (
    area         text        NOT NULL,
    return_id    uuid        NOT NULL,
    claim_id     uuid        NOT NULL,
    reason       text        NOT NULL,
    submitted_by text        NOT NULL, -- who had handed it in
    submitted_at timestamptz NOT NULL,
    recorded_by  text        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    CONSTRAINT claim_return_pk PRIMARY KEY (area, return_id),
    CONSTRAINT claim_return_claim FOREIGN KEY (area, claim_id) REFERENCES claim_claim (area, claim_id),
    CONSTRAINT claim_return_order CHECK (submitted_at <= recorded_at),
    CONSTRAINT claim_return_reason CHECK (length(reason) BETWEEN 1 AND 200)
);
CREATE INDEX claim_return_of_claim ON claim_return (area, claim_id);

GRANT SELECT, INSERT ON claim_cut, claim_cut_reversal, claim_batch, claim_cut_settled, claim_return TO jiayi_app;

-- A bank refund that was recorded by mistake is taken back by another person; the refund is open again, and the bank may be heard anew.
ALTER TABLE payment_bank_refund
    ADD COLUMN ordinal integer NOT NULL DEFAULT 1, -- of what was said of the refund
    ADD COLUMN entry_id uuid, -- of the ledger; null of those from before this was kept
    ADD COLUMN reversed boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT payment_bank_refund_pk,
    ADD CONSTRAINT payment_bank_refund_pk PRIMARY KEY (area, refund_id, ordinal),
    DROP CONSTRAINT payment_bank_refund_reference,
    ADD CONSTRAINT payment_bank_refund_standing UNIQUE (area, refund_id, ordinal, reversed, recorded_by),
    ADD CONSTRAINT payment_bank_refund_from_one CHECK (ordinal >= 1);
CREATE UNIQUE INDEX payment_bank_refund_reference ON payment_bank_refund (area, bank_reference) WHERE NOT reversed;
CREATE UNIQUE INDEX payment_bank_refund_one ON payment_bank_refund (area, refund_id) WHERE NOT reversed;
GRANT UPDATE (reversed) ON payment_bank_refund TO jiayi_app;

CREATE TABLE payment_bank_refund_reversal (
    area        text        NOT NULL,
    refund_id   uuid        NOT NULL,
    ordinal     integer     NOT NULL,
    reversed    boolean     NOT NULL DEFAULT true,
    said_by     text        NOT NULL, -- who had recorded it
    note        text        NOT NULL,
    entry_id    uuid        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT payment_bank_refund_reversal_pk PRIMARY KEY (area, refund_id, ordinal),
    CONSTRAINT payment_bank_refund_reversal_refund FOREIGN KEY (area, refund_id, ordinal, reversed, said_by)
        REFERENCES payment_bank_refund (area, refund_id, ordinal, reversed, recorded_by),
    CONSTRAINT payment_bank_refund_reversal_reversed CHECK (reversed),
    CONSTRAINT payment_bank_refund_reversal_two_persons CHECK (recorded_by <> said_by),
    CONSTRAINT payment_bank_refund_reversal_note CHECK (length(note) BETWEEN 1 AND 200)
);
GRANT SELECT, INSERT ON payment_bank_refund_reversal TO jiayi_app;

-- A refund that would wait for its provider for ever: one proposes to close it as paid by the bank, another confirms.
CREATE TABLE payment_refund_exit (
    area           text        NOT NULL,
    exit_id        uuid        NOT NULL,
    refund_id      uuid        NOT NULL,
    bank_reference text        NOT NULL,
    value_on       date        NOT NULL,
    note           text        NOT NULL,
    evidence       text        NOT NULL,
    proposed_by    text        NOT NULL,
    proposed_at    timestamptz NOT NULL,
    CONSTRAINT payment_refund_exit_pk PRIMARY KEY (area, exit_id),
    CONSTRAINT payment_refund_exit_by UNIQUE (area, exit_id, proposed_by),
    CONSTRAINT payment_refund_exit_refund FOREIGN KEY (area, refund_id) REFERENCES payment_refund (area, refund_id),
    CONSTRAINT payment_refund_exit_text CHECK (length(bank_reference) BETWEEN 1 AND 64 AND length(note) BETWEEN 1 AND 200
        AND length(evidence) BETWEEN 1 AND 200)
);
CREATE INDEX payment_refund_exit_of_refund ON payment_refund_exit (area, refund_id);

CREATE TABLE payment_refund_exit_resolution (
    area        text        NOT NULL,
    exit_id     uuid        NOT NULL,
    outcome     text        NOT NULL,
    proposed_by text        NOT NULL,
    resolved_by text        NOT NULL,
    resolved_at timestamptz NOT NULL,
    CONSTRAINT payment_refund_exit_resolution_pk PRIMARY KEY (area, exit_id),
    CONSTRAINT payment_refund_exit_resolution_exit FOREIGN KEY (area, exit_id, proposed_by)
        REFERENCES payment_refund_exit (area, exit_id, proposed_by),
    CONSTRAINT payment_refund_exit_resolution_outcome CHECK (outcome IN ('confirmed', 'void')),
    CONSTRAINT payment_refund_exit_resolution_two_persons CHECK (outcome = 'void' OR resolved_by <> proposed_by)
);
GRANT SELECT, INSERT ON payment_refund_exit, payment_refund_exit_resolution TO jiayi_app;
