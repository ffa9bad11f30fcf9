-- 关闭支付单: an order that people gave up, since what its provider tells of it does not fit.
CREATE TABLE payment_closing (
    area       text        NOT NULL,
    payment_id uuid        NOT NULL,
    note       text        NOT NULL,
    closed_by  text        NOT NULL,
    closed_at  timestamptz NOT NULL,
    CONSTRAINT payment_closing_pk PRIMARY KEY (area, payment_id),
    CONSTRAINT payment_closing_payment FOREIGN KEY (area, payment_id) REFERENCES payment_payment (area, payment_id),
    CONSTRAINT payment_closing_note CHECK (length(note) BETWEEN 1 AND 200)
);
GRANT SELECT, INSERT ON payment_closing TO jiayi_app;
