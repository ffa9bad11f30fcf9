-- Progress (进度): what long jobs tell of themselves while they wait and run, and who stopped them. started_at is when a job
-- was last taken up, …_before how much of it was done by then.

ALTER TABLE import_job
    ADD COLUMN started_at timestamptz,
    ADD COLUMN rows_before bigint NOT NULL DEFAULT 0,
    ADD COLUMN cancelled_by text,
    DROP CONSTRAINT import_job_status,
    ADD CONSTRAINT import_job_status CHECK (status IN ('waiting', 'running', 'finished', 'failed', 'cancelled')),
    ADD CONSTRAINT import_job_cancelled CHECK ((status = 'cancelled') = (cancelled_by IS NOT NULL));

-- Who cancelled those of earlier days is not known.
ALTER TABLE contract_reassignment
    ADD COLUMN started_at timestamptz,
    ADD COLUMN contracts_before bigint NOT NULL DEFAULT 0,
    ADD COLUMN total bigint NOT NULL DEFAULT 0, -- contracts to move, as counted when it was ordered
    ADD COLUMN cancelled_by text,
    ADD CONSTRAINT contract_reassignment_cancelled CHECK (status = 'cancelled' OR cancelled_by IS NULL);

ALTER TABLE publication_reconciliation
    ADD COLUMN started_at timestamptz,
    ADD COLUMN cancelled_by text,
    DROP CONSTRAINT publication_reconciliation_stage,
    ADD CONSTRAINT publication_reconciliation_stage
        CHECK (stage IN ('waiting', 'loading', 'comparing', 'finished', 'failed', 'cancelled')),
    ADD CONSTRAINT publication_reconciliation_cancelled CHECK ((stage = 'cancelled') = (cancelled_by IS NOT NULL));

-- Teams that are not done when their job is cancelled are left as they are.
ALTER TABLE fee_assessment
    ADD COLUMN cancelled_by text,
    ADD COLUMN cancelled_at timestamptz,
    ADD CONSTRAINT fee_assessment_cancelled CHECK (num_nonnulls(cancelled_by, cancelled_at) <> 1);
ALTER TABLE fee_assessment_team
    ADD COLUMN cancelled boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT fee_assessment_team_cancelled CHECK (NOT cancelled OR done_at IS NULL);

-- The making of one revision of a batch's statement. A batch that is approved gets one; so does a statement that is to be
-- issued again.
CREATE TABLE publication_job (
    area          text        NOT NULL,
    job_id        uuid        NOT NULL,
    batch_id      uuid        NOT NULL,
    revision      integer     NOT NULL,
    fund          text        NOT NULL,
    period        date        NOT NULL,
    status        text        NOT NULL DEFAULT 'waiting',
    stage         text        NOT NULL DEFAULT 'detail',
    done          bigint      NOT NULL DEFAULT 0, -- of the stage
    total         bigint      NOT NULL DEFAULT 0, -- of the stage
    stage_at      timestamptz,                    -- when the stage began
    failures      integer     NOT NULL DEFAULT 0, -- since it was last asked for
    problem       text,                           -- what the last attempt failed by
    next_at       timestamptz,                    -- not to be tried again before
    requested_at  timestamptz NOT NULL,
    started_at    timestamptz,
    finished_at   timestamptz,
    cancelled_by  text,
    claimed_by    uuid,
    claimed_until timestamptz,
    CONSTRAINT publication_job_pk PRIMARY KEY (area, job_id),
    CONSTRAINT publication_job_once UNIQUE (area, batch_id, revision),
    CONSTRAINT publication_job_batch FOREIGN KEY (area, batch_id) REFERENCES settlement_batch (area, batch_id),
    CONSTRAINT publication_job_revision CHECK (revision > 0),
    CONSTRAINT publication_job_status CHECK (status IN ('waiting', 'running', 'finished', 'cancelled')),
    CONSTRAINT publication_job_stage CHECK (stage IN ('detail', 'documents', 'signing')),
    CONSTRAINT publication_job_progress CHECK (done BETWEEN 0 AND total AND failures >= 0),
    CONSTRAINT publication_job_claimed CHECK ((status = 'running') = (num_nonnulls(claimed_by, claimed_until) = 2)),
    CONSTRAINT publication_job_cancelled CHECK ((status = 'cancelled') = (cancelled_by IS NOT NULL)),
    CONSTRAINT publication_job_over CHECK ((status IN ('finished', 'cancelled')) = (finished_at IS NOT NULL))
);
CREATE INDEX publication_job_newest ON publication_job (area, requested_at, job_id);
CREATE INDEX publication_job_open ON publication_job (area, requested_at) WHERE status IN ('waiting', 'running');

-- What was asked to be issued again and has not been.
INSERT INTO publication_job (area, job_id, batch_id, revision, fund, period, requested_at)
SELECT s.area, gen_random_uuid(), s.batch_id, s.revision + 1, s.fund, s.period, r.requested_at
FROM publication_reissue r
JOIN publication_statement s ON s.area = r.area AND s.statement_id = r.statement_id
WHERE NOT EXISTS (SELECT FROM publication_statement n
    WHERE n.area = s.area AND n.batch_id = s.batch_id AND n.revision > s.revision);

GRANT SELECT, INSERT ON publication_job TO jiayi_app;
GRANT UPDATE (status, stage, done, total, stage_at, failures, problem, next_at, started_at, finished_at, cancelled_by,
    claimed_by, claimed_until) ON publication_job TO jiayi_app;
GRANT UPDATE (started_at, rows_before, cancelled_by) ON import_job TO jiayi_app;
GRANT UPDATE (started_at, contracts_before, cancelled_by) ON contract_reassignment TO jiayi_app;
GRANT UPDATE (started_at, cancelled_by) ON publication_reconciliation TO jiayi_app;
GRANT UPDATE (cancelled_by, cancelled_at) ON fee_assessment TO jiayi_app;
GRANT UPDATE (cancelled) ON fee_assessment_team TO jiayi_app;
