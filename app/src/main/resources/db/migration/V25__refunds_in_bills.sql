-- A refund is in the bill of the day on which the provider took it up, and may arrive days later.
CREATE INDEX payment_bill_line_refund ON payment_bill_line (area, order_number) WHERE kind = 'refund';

-- An act tells an answer or what the bank says, each as long as it may be, and some words of ours besides.
ALTER TABLE settlement_act
    DROP CONSTRAINT settlement_act_note,
    ADD CONSTRAINT settlement_act_note CHECK (length(note) <= 700);
