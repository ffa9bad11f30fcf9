-- 复核, 机构确认, 异议, 拨付: what happens to a batch between its computation and its end.

-- A batch settles one fund: a scheme's pooled fund, named by the scheme, or the fund of a payer of contract fees.
ALTER TABLE settlement_batch RENAME COLUMN scheme TO fund;
ALTER TABLE settlement_batch
    ALTER COLUMN policy_id DROP NOT NULL, -- only where one policy decides the figures
    ADD COLUMN sequence integer NOT NULL DEFAULT 1, -- of the adjustments of a month; 1 of every other kind
    ADD COLUMN corrects uuid, -- the batch whose figures an adjustment corrects
    ADD COLUMN reviewed_by text,
    ADD COLUMN reviewed_at timestamptz,
    ADD COLUMN deducted_fen bigint NOT NULL DEFAULT 0,
    ADD COLUMN confirm_until date, -- how long institutions may confirm or object; null where they are not asked
    ADD COLUMN closed_by text,
    ADD COLUMN closed_at timestamptz;
UPDATE settlement_batch SET reviewed_by = '(before V11)', reviewed_at = confirmed_at WHERE status <> 'computed';
ALTER TABLE settlement_batch
    DROP CONSTRAINT settlement_batch_once,
    DROP CONSTRAINT settlement_batch_kind,
    DROP CONSTRAINT settlement_batch_status,
    DROP CONSTRAINT settlement_batch_approved,
    ADD CONSTRAINT settlement_batch_once UNIQUE (area, kind, fund, month, sequence),
    ADD CONSTRAINT settlement_batch_kind CHECK (kind IN ('capitation_month', 'contract_fee', 'year_end', 'adjustment')),
    ADD CONSTRAINT settlement_batch_sequence CHECK (sequence >= 1 AND (kind = 'adjustment' OR sequence = 1)),
    ADD CONSTRAINT settlement_batch_corrects CHECK ((kind = 'adjustment') = (corrects IS NOT NULL)),
    ADD CONSTRAINT settlement_batch_corrected FOREIGN KEY (area, corrects) REFERENCES settlement_batch (area, batch_id),
    ADD CONSTRAINT settlement_batch_status CHECK
        (status IN ('computed', 'reviewed', 'confirmed', 'approved', 'published', 'paid', 'closed')),
    ADD CONSTRAINT settlement_batch_reviewed CHECK
        ((status = 'computed') = (reviewed_by IS NULL) AND (reviewed_by IS NULL) = (reviewed_at IS NULL)),
    ADD CONSTRAINT settlement_batch_another_reviewer CHECK (reviewed_by <> computed_by),
    ADD CONSTRAINT settlement_batch_approved CHECK
        ((status IN ('approved', 'published', 'paid', 'closed')) = (approved_by IS NOT NULL)),
    ADD CONSTRAINT settlement_batch_closed CHECK
        ((status = 'closed') = (closed_by IS NOT NULL) AND (closed_by IS NULL) = (closed_at IS NULL));
ALTER TABLE settlement_line
    ADD COLUMN village_heads bigint NOT NULL DEFAULT 0, -- of the heads, those of village clinics below the payee
    ADD COLUMN deducted_fen bigint NOT NULL DEFAULT 0, -- taken off for visits elsewhere; negative where less is charged than was
    ADD COLUMN cumulative_deducted_fen bigint NOT NULL DEFAULT 0, -- of the year so far
    ADD COLUMN note text NOT NULL DEFAULT '', -- why, of an adjustment's line
    ADD CONSTRAINT settlement_line_village CHECK (village_heads BETWEEN 0 AND greatest(heads, 0));

-- Only an open batch goes, whoever asks.
ALTER TABLE settlement_batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY settlement_batch_seen ON settlement_batch FOR SELECT USING (true);
CREATE POLICY settlement_batch_added ON settlement_batch FOR INSERT WITH CHECK (true);
CREATE POLICY settlement_batch_moved ON settlement_batch FOR UPDATE USING (true);
CREATE POLICY settlement_batch_discarded ON settlement_batch FOR DELETE USING (status = 'computed');
ALTER TABLE settlement_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY settlement_line_seen ON settlement_line FOR SELECT USING (true);
CREATE POLICY settlement_line_added ON settlement_line FOR INSERT WITH CHECK (true);
CREATE POLICY settlement_line_discarded ON settlement_line FOR DELETE USING (EXISTS (
    SELECT FROM settlement_batch b WHERE b.area = settlement_line.area AND b.batch_id = settlement_line.batch_id
        AND b.status = 'computed'));

-- What was done to a batch, and what was said of it. It outlives a batch that is computed again, so it refers to none.
CREATE TABLE settlement_act (
    area        text        NOT NULL,
    batch_id    uuid        NOT NULL,
    act_id      uuid        NOT NULL,
    act         text        NOT NULL,
    payee       text, -- the line it is about; null for the whole batch
    note        text        NOT NULL,
    digest_sm3  text        NOT NULL, -- of the batch as it was then
    done_by     text        NOT NULL,
    done_at     timestamptz NOT NULL,
    CONSTRAINT settlement_act_pk PRIMARY KEY (area, batch_id, act_id),
    CONSTRAINT settlement_act_act CHECK (act IN ('computed', 'reviewed', 'returned', 'line_confirmed', 'objected', 'answered',
        'commented', 'confirmed', 'approved', 'ordered', 'paid', 'payment_failed', 'closed')),
    CONSTRAINT settlement_act_note CHECK (length(note) <= 500)
);

-- 异议: an institution says that a line is wrong; the bureau answers once.
CREATE TABLE settlement_objection (
    area             text        NOT NULL,
    objection_id     uuid        NOT NULL,
    batch_id         uuid        NOT NULL,
    payee            text        NOT NULL,
    institution_code text        NOT NULL,
    reason           text        NOT NULL,
    digest_sm3       text        NOT NULL,
    objected_by      text        NOT NULL,
    objected_at      timestamptz NOT NULL,
    CONSTRAINT settlement_objection_pk PRIMARY KEY (area, objection_id),
    CONSTRAINT settlement_objection_reason CHECK (length(reason) BETWEEN 1 AND 500)
);
CREATE INDEX settlement_objection_batch ON settlement_objection (area, batch_id);
CREATE TABLE settlement_objection_answer (
    area         text        NOT NULL,
    objection_id uuid        NOT NULL,
    accepted     boolean     NOT NULL,
    answer       text        NOT NULL,
    answered_by  text        NOT NULL,
    answered_at  timestamptz NOT NULL,
    CONSTRAINT settlement_objection_answer_pk PRIMARY KEY (area, objection_id),
    CONSTRAINT settlement_objection_answer_objection FOREIGN KEY (area, objection_id)
        REFERENCES settlement_objection (area, objection_id),
    CONSTRAINT settlement_objection_answer_text CHECK (length(answer) BETWEEN 1 AND 500)
);

-- 拨付单: what a payee is to be paid of a batch, after what it owes of earlier ones.
CREATE TABLE settlement_payment_order (
    area             text        NOT NULL,
    order_id         uuid        NOT NULL,
    batch_id         uuid        NOT NULL,
    payee            text        NOT NULL,
    institution_code text        NOT NULL,
    fund             text        NOT NULL,
    position         integer     NOT NULL, -- of the payee's orders of the fund, from 1
    due_fen          bigint      NOT NULL, -- of the batch: what is prepaid less what is deducted
    carried_in_fen   bigint      NOT NULL, -- what earlier batches left to be recovered, zero or less
    amount_fen       bigint      NOT NULL,
    carried_out_fen  bigint      NOT NULL, -- what is left to be recovered, zero or less
    ordered_by       text        NOT NULL,
    ordered_at       timestamptz NOT NULL,
    CONSTRAINT settlement_payment_order_pk PRIMARY KEY (area, order_id),
    CONSTRAINT settlement_payment_order_once UNIQUE (area, batch_id, payee),
    CONSTRAINT settlement_payment_order_position UNIQUE (area, fund, payee, position),
    CONSTRAINT settlement_payment_order_amount UNIQUE (area, order_id, amount_fen),
    CONSTRAINT settlement_payment_order_line FOREIGN KEY (area, batch_id, payee) REFERENCES settlement_line (area, batch_id, payee),
    CONSTRAINT settlement_payment_order_signs CHECK (amount_fen >= 0 AND carried_in_fen <= 0 AND carried_out_fen <= 0
        AND (amount_fen = 0 OR carried_out_fen = 0)),
    CONSTRAINT settlement_payment_order_sum CHECK (due_fen + carried_in_fen = amount_fen + carried_out_fen)
);

-- What the bank said of an order: paid, wholly or in part, or failed. The parts follow one another, so that they never pay more
-- than was ordered.
CREATE TABLE settlement_payment (
    area            text        NOT NULL,
    payment_id      uuid        NOT NULL, -- also the ledger's entry
    order_id        uuid        NOT NULL,
    outcome         text        NOT NULL,
    ordered_fen     bigint      NOT NULL,
    paid_before_fen bigint      NOT NULL,
    amount_fen      bigint      NOT NULL,
    value_on        date        NOT NULL,
    bank_reference  text        NOT NULL,
    note            text        NOT NULL,
    recorded_by     text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT settlement_payment_pk PRIMARY KEY (area, payment_id),
    CONSTRAINT settlement_payment_order FOREIGN KEY (area, order_id, ordered_fen)
        REFERENCES settlement_payment_order (area, order_id, amount_fen),
    CONSTRAINT settlement_payment_outcome CHECK (outcome IN ('paid', 'failed')),
    CONSTRAINT settlement_payment_amount CHECK (amount_fen > 0 AND paid_before_fen >= 0
        AND paid_before_fen + amount_fen <= ordered_fen),
    CONSTRAINT settlement_payment_text CHECK (length(bank_reference) BETWEEN 1 AND 60 AND length(note) <= 500),
    CONSTRAINT settlement_payment_reference UNIQUE (area, bank_reference)
);
CREATE UNIQUE INDEX settlement_payment_after ON settlement_payment (area, order_id, paid_before_fen) WHERE outcome = 'paid';

GRANT SELECT, INSERT ON settlement_act, settlement_objection, settlement_objection_answer, settlement_payment_order,
    settlement_payment TO jiayi_app;
GRANT UPDATE (status, reviewed_by, reviewed_at, confirm_until, closed_by, closed_at) ON settlement_batch TO jiayi_app;
