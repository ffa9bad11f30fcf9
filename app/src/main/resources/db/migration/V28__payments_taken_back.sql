-- 退票: a payment that came back, or was told by mistake. What is left of its order can be paid again, under its reference, too.
ALTER TABLE settlement_payment
    ADD COLUMN reversed boolean NOT NULL DEFAULT false,
    ADD COLUMN reversed_before_fen bigint NOT NULL DEFAULT 0, -- of paid_before_fen, what was taken back by then
    DROP CONSTRAINT settlement_payment_amount,
    ADD CONSTRAINT settlement_payment_amount CHECK (amount_fen > 0 AND reversed_before_fen BETWEEN 0 AND paid_before_fen
        AND paid_before_fen - reversed_before_fen + amount_fen <= ordered_fen),
    ADD CONSTRAINT settlement_payment_reversed CHECK (outcome = 'paid' OR NOT reversed),
    ADD CONSTRAINT settlement_payment_standing UNIQUE (area, payment_id, reversed),
    DROP CONSTRAINT settlement_payment_reference;
CREATE UNIQUE INDEX settlement_payment_reference ON settlement_payment (area, bank_reference) WHERE NOT reversed;
GRANT UPDATE (reversed) ON settlement_payment TO jiayi_app;

-- It refers to a payment that is reversed, so that such a one stays so.
CREATE TABLE settlement_payment_reversal (
    area        text        NOT NULL,
    payment_id  uuid        NOT NULL,
    reversed    boolean     NOT NULL DEFAULT true,
    note        text        NOT NULL,
    entry_id    uuid        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT settlement_payment_reversal_pk PRIMARY KEY (area, payment_id),
    CONSTRAINT settlement_payment_reversal_payment FOREIGN KEY (area, payment_id, reversed)
        REFERENCES settlement_payment (area, payment_id, reversed),
    CONSTRAINT settlement_payment_reversal_reversed CHECK (reversed),
    CONSTRAINT settlement_payment_reversal_note CHECK (length(note) BETWEEN 1 AND 200)
);
GRANT SELECT, INSERT ON settlement_payment_reversal TO jiayi_app;

ALTER TABLE settlement_act
    DROP CONSTRAINT settlement_act_act,
    ADD CONSTRAINT settlement_act_act CHECK (act IN ('computed', 'reviewed', 'returned', 'line_confirmed', 'objected', 'answered',
        'commented', 'confirmed', 'approved', 'ordered', 'paid', 'payment_failed', 'payment_reversed', 'closed', 'discarded'));
