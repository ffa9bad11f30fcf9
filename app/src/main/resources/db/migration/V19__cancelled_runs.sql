-- Who cancelled a monthly run, and when: the first who did. Of those that were cancelled before it is not known.
ALTER TABLE settlement_monthly_run
    ADD COLUMN cancelled_by text,
    ADD COLUMN cancelled_at timestamptz,
    ADD CONSTRAINT settlement_monthly_run_cancelled CHECK (num_nonnulls(cancelled_by, cancelled_at) <> 1);
GRANT UPDATE (cancelled_by, cancelled_at) ON settlement_monthly_run TO jiayi_app;
