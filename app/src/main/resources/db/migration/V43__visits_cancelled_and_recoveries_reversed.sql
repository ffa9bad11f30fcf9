-- 就诊冲销: a visit that was taken in wrongly is cancelled, and may be taken in anew as the next revision of its serial.
ALTER TABLE import_job
    DROP CONSTRAINT import_job_kind,
    ADD CONSTRAINT import_job_kind CHECK (kind IN
        ('institutions', 'teams', 'residents', 'contracts', 'events', 'visits', 'divisions', 'enrolments', 'referrals',
         'visit_cancellations'));

ALTER TABLE visit_restamp
    DROP CONSTRAINT visit_restamp_visit,
    DROP CONSTRAINT visit_restamp_one_at_a_time;
DROP INDEX visit_restamp_of_visit;

-- What is in was taken in once.
ALTER TABLE visit_visit DROP CONSTRAINT visit_visit_pk;
ALTER TABLE visit_visit
    ADD COLUMN revision smallint NOT NULL DEFAULT 0,
    ADD CONSTRAINT visit_visit_pk PRIMARY KEY (area, serial, revision),
    ADD CONSTRAINT visit_visit_revision CHECK (revision >= 0);

ALTER TABLE visit_restamp ADD COLUMN revision smallint NOT NULL DEFAULT 0;
ALTER TABLE visit_restamp
    ALTER COLUMN revision DROP DEFAULT,
    ADD CONSTRAINT visit_restamp_one_at_a_time EXCLUDE USING gist
        (area WITH =, serial WITH =, revision WITH =, known WITH &&),
    ADD CONSTRAINT visit_restamp_visit FOREIGN KEY (area, serial, revision)
        REFERENCES visit_visit (area, serial, revision);
CREATE INDEX visit_restamp_of_visit ON visit_restamp (area, serial, revision);

-- From recorded_at on the revision counts for nothing; what was told before stays told.
CREATE TABLE visit_cancellation (
    area         text        NOT NULL,
    serial       text        NOT NULL,
    revision     smallint    NOT NULL,
    reason       text        NOT NULL,
    note         text,
    import_id    uuid, -- none where it was cancelled by hand
    cancelled_by text        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    CONSTRAINT visit_cancellation_pk PRIMARY KEY (area, serial, revision),
    CONSTRAINT visit_cancellation_visit FOREIGN KEY (area, serial, revision)
        REFERENCES visit_visit (area, serial, revision),
    CONSTRAINT visit_cancellation_reason CHECK (reason IN
        ('settlement_reversed', 'wrong_person', 'entered_twice', 'other')),
    CONSTRAINT visit_cancellation_note CHECK (note <> ''),
    CONSTRAINT visit_cancellation_says_why CHECK (reason <> 'other' OR note IS NOT NULL)
);

-- A visit is taken in again only after it was cancelled, so of each serial one revision stands at most.
ALTER TABLE visit_visit
    ADD COLUMN replaces smallint GENERATED ALWAYS AS (CASE WHEN revision > 0 THEN (revision - 1)::smallint END) STORED,
    ADD CONSTRAINT visit_visit_replaces FOREIGN KEY (area, serial, replaces)
        REFERENCES visit_cancellation (area, serial, revision);

GRANT SELECT, INSERT ON visit_cancellation TO jiayi_app;

-- 追回冲正: a recovery that was booked by mistake is taken back by another person; its reference may then be booked anew.
ALTER TABLE yearend_recovery
    DROP CONSTRAINT yearend_recovery_reference,
    ADD COLUMN reversed boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT yearend_recovery_standing UNIQUE (area, recovery_id, reversed, recorded_by);
CREATE UNIQUE INDEX yearend_recovery_reference ON yearend_recovery (area, bank_reference) WHERE NOT reversed;

CREATE TABLE yearend_recovery_reversal (
    area        text        NOT NULL,
    recovery_id uuid        NOT NULL,
    reversed    boolean     NOT NULL DEFAULT true,
    said_by     text        NOT NULL, -- who had booked it
    note        text        NOT NULL,
    entry_id    uuid        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT yearend_recovery_reversal_pk PRIMARY KEY (area, recovery_id),
    CONSTRAINT yearend_recovery_reversal_recovery FOREIGN KEY (area, recovery_id, reversed, said_by)
        REFERENCES yearend_recovery (area, recovery_id, reversed, recorded_by),
    CONSTRAINT yearend_recovery_reversal_reversed CHECK (reversed),
    CONSTRAINT yearend_recovery_reversal_two_persons CHECK (recorded_by <> said_by),
    CONSTRAINT yearend_recovery_reversal_note CHECK (length(note) BETWEEN 1 AND 200)
);
GRANT SELECT, INSERT ON yearend_recovery_reversal TO jiayi_app;
GRANT UPDATE (reversed) ON yearend_recovery TO jiayi_app;
