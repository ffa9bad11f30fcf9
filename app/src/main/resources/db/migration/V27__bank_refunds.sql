-- 银行退款: what a provider gives back no more, such as a payment of more than a year ago, the bank does.
ALTER TABLE payment_refund ADD COLUMN refused boolean NOT NULL DEFAULT false; -- the provider's last word was no
GRANT UPDATE (refused) ON payment_refund TO jiayi_app;

CREATE TABLE payment_bank_refund (
    area           text        NOT NULL,
    refund_id      uuid        NOT NULL,
    bank_reference text        NOT NULL, -- also the refund's serial
    value_on       date        NOT NULL,
    note           text        NOT NULL,
    recorded_by    text        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    CONSTRAINT payment_bank_refund_pk PRIMARY KEY (area, refund_id),
    CONSTRAINT payment_bank_refund_refund FOREIGN KEY (area, refund_id) REFERENCES payment_refund (area, refund_id),
    CONSTRAINT payment_bank_refund_reference UNIQUE (area, bank_reference),
    CONSTRAINT payment_bank_refund_text CHECK (length(bank_reference) BETWEEN 1 AND 64 AND length(note) BETWEEN 1 AND 200)
);
GRANT SELECT, INSERT ON payment_bank_refund TO jiayi_app;
