-- Payments: what residents and personal medical accounts owe is paid through providers, given back, and reconciled.
--
-- What is due is never stored: it is the sum of fee lines, less receipts, plus refunds. Receipts, notices, anomalies and bills
-- only grow; of orders and refunds only their progress may be written.

-- ledger --------------------------------------------------------------------------------------------------------------

ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_form;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_form
    CHECK (account ~ '^(fund|receivable|payable|retention|let_off|clearing|refunds)(:[A-Za-z0-9_]+)+$');

-- orders --------------------------------------------------------------------------------------------------------------

-- An order to pay all that was due when it was opened. Its number carries the area, and is known to the provider.
CREATE TABLE payment_payment (
    area             text        NOT NULL,
    payment_id       uuid        NOT NULL,
    contract_id      uuid        NOT NULL,
    payer            text        NOT NULL,
    provider         text        NOT NULL,
    order_number     text        NOT NULL,
    amount_fen       bigint      NOT NULL,
    institution_code text        NOT NULL, -- of the contract when the order was opened
    team_number      text        NOT NULL,
    status           text        NOT NULL,
    prepay           text, -- what the payer's application opens; null until the provider has answered
    opened_by        text        NOT NULL,
    opened_at        timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    confirmed_at     timestamptz,
    timed_out_at     timestamptz,
    failed_at        timestamptz,
    next_ask_at      timestamptz NOT NULL,
    claimed_by       uuid,
    claimed_until    timestamptz,
    CONSTRAINT payment_payment_pk PRIMARY KEY (area, payment_id),
    CONSTRAINT payment_payment_order UNIQUE (area, order_number),
    CONSTRAINT payment_payment_whole UNIQUE (area, payment_id, provider, amount_fen),
    CONSTRAINT payment_payment_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT payment_payment_payer CHECK (payer IN ('resident', 'personal_account')),
    CONSTRAINT payment_payment_provider CHECK (provider ~ '^[a-z][a-z0-9_]{1,19}$'),
    CONSTRAINT payment_payment_number CHECK (order_number ~ '^[0-9]{6}[0-9A-Z]{26}$' AND left(order_number, 6) = area),
    CONSTRAINT payment_payment_positive CHECK (amount_fen > 0),
    CONSTRAINT payment_payment_status CHECK (status IN ('pending', 'confirmed', 'timed_out', 'failed')),
    CONSTRAINT payment_payment_moments CHECK ((status = 'confirmed') = (confirmed_at IS NOT NULL)
        AND (status <> 'timed_out' OR timed_out_at IS NOT NULL) AND (status <> 'failed' OR failed_at IS NOT NULL)
        AND (status <> 'pending' OR (timed_out_at IS NULL AND failed_at IS NULL))),
    CONSTRAINT payment_payment_time CHECK (opened_at < expires_at)
);
CREATE UNIQUE INDEX payment_payment_one_open ON payment_payment (area, contract_id, payer) WHERE status = 'pending';
CREATE INDEX payment_payment_of_contract ON payment_payment (area, contract_id);
CREATE INDEX payment_payment_to_ask ON payment_payment (area, next_ask_at) WHERE status = 'pending';

-- Money that came: one row of an order at most, of its whole amount, whenever it came.
CREATE TABLE payment_receipt (
    area            text        NOT NULL,
    payment_id      uuid        NOT NULL,
    provider        text        NOT NULL,
    provider_serial text        NOT NULL,
    amount_fen      bigint      NOT NULL,
    late            boolean     NOT NULL, -- the order had timed out or failed before
    paid_at         timestamptz NOT NULL, -- as the provider says
    entry_id        uuid        NOT NULL,
    recorded_by     text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT payment_receipt_pk PRIMARY KEY (area, payment_id),
    CONSTRAINT payment_receipt_once UNIQUE (area, provider, provider_serial),
    CONSTRAINT payment_receipt_whole UNIQUE (area, payment_id, provider, amount_fen),
    CONSTRAINT payment_receipt_payment FOREIGN KEY (area, payment_id, provider, amount_fen)
        REFERENCES payment_payment (area, payment_id, provider, amount_fen),
    CONSTRAINT payment_receipt_serial CHECK (length(provider_serial) BETWEEN 1 AND 64)
);
CREATE INDEX payment_receipt_by_day ON payment_receipt (area, provider, paid_at);

-- Money that goes back, chained per payment: each row begins where the one before has ended and none ends above what was
-- paid, so that no sum of refunds can. A refund that was decided is never taken back, and tried until it is confirmed.
CREATE TABLE payment_refund (
    area            text        NOT NULL,
    refund_id       uuid        NOT NULL,
    payment_id      uuid        NOT NULL,
    contract_id     uuid        NOT NULL,
    payer           text        NOT NULL,
    provider        text        NOT NULL,
    paid_fen        bigint      NOT NULL,
    ordinal         integer     NOT NULL,
    earlier         integer, -- the ordinal of the refund before
    back_before_fen bigint      NOT NULL,
    amount_fen      bigint      NOT NULL,
    back_after_fen  bigint      NOT NULL,
    refund_number   text        NOT NULL,
    reason          text        NOT NULL,
    status          text        NOT NULL,
    decided_by      text        NOT NULL,
    decided_at      timestamptz NOT NULL,
    sent_at         timestamptz, -- when the provider took it up
    confirmed_at    timestamptz,
    refunded_at     timestamptz, -- as the provider says
    provider_serial text,
    attempts        integer     NOT NULL DEFAULT 0, -- in vain
    problem         text,
    next_attempt_at timestamptz NOT NULL,
    claimed_by      uuid,
    claimed_until   timestamptz,
    CONSTRAINT payment_refund_pk PRIMARY KEY (area, refund_id),
    CONSTRAINT payment_refund_number UNIQUE (area, refund_number),
    CONSTRAINT payment_refund_serial UNIQUE (area, provider, provider_serial),
    CONSTRAINT payment_refund_ordinal UNIQUE (area, payment_id, ordinal),
    CONSTRAINT payment_refund_link UNIQUE (area, payment_id, ordinal, back_after_fen),
    CONSTRAINT payment_refund_follows FOREIGN KEY (area, payment_id, earlier, back_before_fen)
        REFERENCES payment_refund (area, payment_id, ordinal, back_after_fen),
    CONSTRAINT payment_refund_receipt FOREIGN KEY (area, payment_id, provider, paid_fen)
        REFERENCES payment_receipt (area, payment_id, provider, amount_fen),
    CONSTRAINT payment_refund_first CHECK (CASE WHEN ordinal = 1 THEN earlier IS NULL AND back_before_fen = 0
        ELSE earlier IS NOT NULL AND earlier = ordinal - 1 END),
    CONSTRAINT payment_refund_from_one CHECK (ordinal >= 1),
    CONSTRAINT payment_refund_sum CHECK (back_after_fen = back_before_fen + amount_fen),
    CONSTRAINT payment_refund_above_paid CHECK (back_after_fen <= paid_fen),
    CONSTRAINT payment_refund_positive CHECK (amount_fen > 0),
    CONSTRAINT payment_refund_payer CHECK (payer IN ('resident', 'personal_account')),
    CONSTRAINT payment_refund_reason
        CHECK (reason IN ('overpaid', 'taken_by_mistake', 'paid_twice', 'wrong_charge', 'other')),
    CONSTRAINT payment_refund_status CHECK (status IN ('open', 'confirmed')),
    CONSTRAINT payment_refund_confirmed CHECK ((status = 'confirmed')
        = (confirmed_at IS NOT NULL AND refunded_at IS NOT NULL AND provider_serial IS NOT NULL)),
    CONSTRAINT payment_refund_attempts CHECK (attempts >= 0)
);
CREATE INDEX payment_refund_of_contract ON payment_refund (area, contract_id);
CREATE INDEX payment_refund_to_send ON payment_refund (area, next_attempt_at) WHERE status = 'open';
CREATE INDEX payment_refund_by_day ON payment_refund (area, provider, refunded_at);

-- what providers tell -------------------------------------------------------------------------------------------------

-- Digests of genuine notices that fitted. Nothing of a person and nothing of the body is kept.
CREATE TABLE payment_notice (
    area            text        NOT NULL,
    notice_id       uuid        NOT NULL,
    provider        text        NOT NULL,
    number          text        NOT NULL, -- of the order or refund
    provider_serial text        NOT NULL,
    digest_sha256   text        NOT NULL,
    outcome         text        NOT NULL,
    received_at     timestamptz NOT NULL,
    CONSTRAINT payment_notice_pk PRIMARY KEY (area, notice_id),
    CONSTRAINT payment_notice_once UNIQUE (area, provider, digest_sha256),
    CONSTRAINT payment_notice_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT payment_notice_digest CHECK (digest_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT payment_notice_outcome CHECK (outcome IN ('booked', 'booked_late', 'known'))
);

CREATE TABLE payment_anomaly (
    area            text        NOT NULL,
    anomaly_id      uuid        NOT NULL,
    provider        text        NOT NULL,
    kind            text        NOT NULL,
    number          text        NOT NULL,
    provider_serial text,
    expected_fen    bigint,
    told_fen        bigint,
    digest_sha256   text        NOT NULL,
    recorded_at     timestamptz NOT NULL,
    CONSTRAINT payment_anomaly_pk PRIMARY KEY (area, anomaly_id),
    CONSTRAINT payment_anomaly_once UNIQUE (area, provider, kind, digest_sha256),
    CONSTRAINT payment_anomaly_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT payment_anomaly_kind CHECK (kind IN ('unknown_order', 'unknown_refund', 'wrong_amount', 'wrong_currency',
        'wrong_provider', 'other_serial', 'refund_failing')),
    CONSTRAINT payment_anomaly_digest CHECK (digest_sha256 ~ '^[0-9a-f]{64}$')
);

-- reconciliation ------------------------------------------------------------------------------------------------------

CREATE TABLE payment_bill (
    area          text        NOT NULL,
    bill_id       uuid        NOT NULL,
    provider      text        NOT NULL,
    day           date        NOT NULL,
    version       integer     NOT NULL,
    digest_sha256 text        NOT NULL,
    fetched_by    text        NOT NULL,
    fetched_at    timestamptz NOT NULL,
    CONSTRAINT payment_bill_pk PRIMARY KEY (area, bill_id),
    CONSTRAINT payment_bill_version UNIQUE (area, provider, day, version),
    CONSTRAINT payment_bill_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT payment_bill_from_one CHECK (version >= 1),
    CONSTRAINT payment_bill_digest CHECK (digest_sha256 ~ '^[0-9a-f]{64}$')
);

CREATE TABLE payment_bill_line (
    area            text    NOT NULL,
    bill_id         uuid    NOT NULL,
    number          integer NOT NULL,
    kind            text    NOT NULL,
    outcome         text    NOT NULL,
    order_number    text    NOT NULL, -- or the refund's
    provider_serial text,
    payment_id      uuid,
    ours_fen        bigint,
    theirs_fen      bigint,
    ours_state      text,
    theirs_state    text,
    CONSTRAINT payment_bill_line_pk PRIMARY KEY (area, bill_id, number),
    CONSTRAINT payment_bill_line_bill FOREIGN KEY (area, bill_id) REFERENCES payment_bill (area, bill_id),
    CONSTRAINT payment_bill_line_kind CHECK (kind IN ('payment', 'refund')),
    CONSTRAINT payment_bill_line_outcome CHECK (CASE outcome
        WHEN 'matched' THEN ours_fen = theirs_fen AND ours_state = theirs_state
        WHEN 'only_ours' THEN ours_fen IS NOT NULL AND theirs_fen IS NULL
        WHEN 'only_theirs' THEN ours_fen IS NULL AND theirs_fen IS NOT NULL
        WHEN 'different' THEN ours_fen IS NOT NULL AND theirs_fen IS NOT NULL
            AND (ours_fen <> theirs_fen OR ours_state <> theirs_state)
        ELSE false END)
);

-- the simulator -------------------------------------------------------------------------------------------------------

-- What the built-in provider of demo and tests remembers, so that it outlives us as a real one does.
CREATE TABLE payment_simulator_order (
    area         text        NOT NULL,
    order_number text        NOT NULL,
    amount_fen   bigint      NOT NULL,
    state        text        NOT NULL,
    serial       text,
    paid_at      timestamptz,
    CONSTRAINT payment_simulator_order_pk PRIMARY KEY (area, order_number),
    CONSTRAINT payment_simulator_order_state CHECK (state IN ('open', 'closed', 'paid')),
    CONSTRAINT payment_simulator_order_paid CHECK ((state = 'paid') = (serial IS NOT NULL AND paid_at IS NOT NULL))
);

CREATE TABLE payment_simulator_refund (
    area          text        NOT NULL,
    refund_number text        NOT NULL,
    order_number  text        NOT NULL,
    amount_fen    bigint      NOT NULL,
    serial        text        NOT NULL,
    refunded_at   timestamptz NOT NULL,
    CONSTRAINT payment_simulator_refund_pk PRIMARY KEY (area, refund_number),
    CONSTRAINT payment_simulator_refund_order FOREIGN KEY (area, order_number)
        REFERENCES payment_simulator_order (area, order_number)
);

-- what the application may do -----------------------------------------------------------------------------------------

GRANT SELECT, INSERT ON payment_payment, payment_receipt, payment_refund, payment_notice, payment_anomaly, payment_bill,
    payment_bill_line, payment_simulator_order, payment_simulator_refund TO jiayi_app;
GRANT UPDATE (status, prepay, confirmed_at, timed_out_at, failed_at, next_ask_at, claimed_by, claimed_until)
    ON payment_payment TO jiayi_app;
GRANT UPDATE (status, sent_at, confirmed_at, refunded_at, provider_serial, attempts, problem, next_attempt_at, claimed_by,
    claimed_until) ON payment_refund TO jiayi_app;
GRANT UPDATE (state, serial, paid_at) ON payment_simulator_order TO jiayi_app;
