-- From which days on an open file of enrolments has said something of whom, so that what it says of an earlier day later on
-- leaves the later days alone. It goes with the end of the job.
CREATE TABLE resident_enrolment_day (
    area        text NOT NULL,
    import_id   uuid NOT NULL,
    resident_id uuid NOT NULL,
    first_day   date NOT NULL,
    CONSTRAINT resident_enrolment_day_pk PRIMARY KEY (area, import_id, resident_id, first_day),
    CONSTRAINT resident_enrolment_day_resident
        FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id)
);
GRANT SELECT, INSERT, DELETE ON resident_enrolment_day TO jiayi_app;

-- A number that was recorded by mistake: who withdrew it, and why.
ALTER TABLE resident_document
    ADD COLUMN withdrawn_by text,
    ADD COLUMN withdrawal_reason text,
    ADD CONSTRAINT resident_document_withdrawn CHECK (upper_inf(known) = (withdrawn_by IS NULL)
        AND (withdrawn_by IS NULL) = (withdrawal_reason IS NULL)),
    ADD CONSTRAINT resident_document_reason CHECK (withdrawal_reason IN ('another_persons', 'mistyped', 'invalid'));
GRANT UPDATE (withdrawn_by, withdrawal_reason) ON resident_document TO jiayi_app;

-- Which upload's file a job reads. One that goes on after its file was sent again reads the new file: the old one may be about
-- to be deleted.
ALTER TABLE import_job ADD COLUMN file_id uuid;
UPDATE import_job SET file_id = import_id;
ALTER TABLE import_job ALTER COLUMN file_id SET NOT NULL;
GRANT UPDATE (file_id) ON import_job TO jiayi_app;
