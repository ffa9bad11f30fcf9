-- 月度测算: several months of several schemes asked for at once, each a unit of work that any instance may take.

CREATE TABLE settlement_monthly_run (
    area          text        NOT NULL,
    run_id        uuid        NOT NULL,
    from_month    date        NOT NULL,
    through_month date        NOT NULL,
    known_on      date        NOT NULL,
    started_by    text        NOT NULL,
    started_at    timestamptz NOT NULL,
    CONSTRAINT settlement_monthly_run_pk PRIMARY KEY (area, run_id),
    CONSTRAINT settlement_monthly_run_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT settlement_monthly_run_months CHECK (from_month <= through_month)
);

-- Whoever holds the lock of a waiting unit's row is computing it: a process that dies lets go of it with its transaction.
CREATE TABLE settlement_monthly_run_unit (
    area     text NOT NULL,
    run_id   uuid NOT NULL,
    scheme   text NOT NULL,
    month    date NOT NULL,
    status   text NOT NULL,
    refusal  text, -- the code, of a refused one
    ended_at timestamptz,
    CONSTRAINT settlement_monthly_run_unit_pk PRIMARY KEY (area, run_id, scheme, month),
    CONSTRAINT settlement_monthly_run_unit_run FOREIGN KEY (area, run_id) REFERENCES settlement_monthly_run (area, run_id),
    CONSTRAINT settlement_monthly_run_unit_status CHECK (status IN ('waiting', 'computed', 'standing', 'refused', 'cancelled')),
    CONSTRAINT settlement_monthly_run_unit_refusal CHECK ((status = 'refused') = (refusal IS NOT NULL)),
    CONSTRAINT settlement_monthly_run_unit_ended CHECK ((status = 'waiting') = (ended_at IS NULL))
);

-- One run at a time works on a month.
CREATE UNIQUE INDEX settlement_monthly_run_unit_waiting ON settlement_monthly_run_unit (area, scheme, month)
    WHERE status = 'waiting';

GRANT SELECT, INSERT ON settlement_monthly_run, settlement_monthly_run_unit TO jiayi_app;
GRANT UPDATE (status, refusal, ended_at) ON settlement_monthly_run_unit TO jiayi_app;
