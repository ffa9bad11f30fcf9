-- Staff distributions as settlement batches, and adjustments that are discarded while they are open.

-- 绩效分配 is settled batch by batch of an institution; its code is the fund, since it pays its people of its own income.
-- 作废: an open adjustment is discarded and stays, so that its history and its number still lead to something.
ALTER TABLE settlement_batch
    ADD COLUMN discarded_by text,
    ADD COLUMN discarded_at timestamptz,
    DROP CONSTRAINT settlement_batch_kind,
    DROP CONSTRAINT settlement_batch_status,
    DROP CONSTRAINT settlement_batch_reviewed,
    ADD CONSTRAINT settlement_batch_kind CHECK
        (kind IN ('capitation_month', 'contract_fee', 'year_end', 'staff_distribution', 'adjustment')),
    ADD CONSTRAINT settlement_batch_status CHECK
        (status IN ('computed', 'reviewed', 'confirmed', 'approved', 'published', 'paid', 'closed', 'discarded')),
    ADD CONSTRAINT settlement_batch_reviewed CHECK
        ((status IN ('computed', 'discarded')) = (reviewed_by IS NULL) AND (reviewed_by IS NULL) = (reviewed_at IS NULL)),
    ADD CONSTRAINT settlement_batch_discarded CHECK
        ((status = 'discarded') = (discarded_by IS NOT NULL) AND (discarded_by IS NULL) = (discarded_at IS NULL)
            AND (status <> 'discarded' OR kind = 'adjustment'));
ALTER TABLE settlement_act
    DROP CONSTRAINT settlement_act_act,
    ADD CONSTRAINT settlement_act_act CHECK (act IN ('computed', 'reviewed', 'returned', 'line_confirmed', 'objected', 'answered',
        'commented', 'confirmed', 'approved', 'ordered', 'paid', 'payment_failed', 'closed', 'discarded'));
GRANT UPDATE (discarded_by, discarded_at) ON settlement_batch TO jiayi_app;
