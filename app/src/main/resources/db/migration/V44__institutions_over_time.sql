-- What an institution is registered with (机构登记事项), over time: institutions are renamed, registered anew, moved into another
-- division, and their clinics put under another parent. What a file said of them holds of all days.
CREATE TABLE organisation_institution_particulars (
    area             text        NOT NULL,
    institution_code text        NOT NULL,
    uscc             text        NOT NULL,
    name             text        NOT NULL,
    kind             text        NOT NULL,
    division         text        NOT NULL,
    parent_code      text,
    effective        daterange   NOT NULL,
    known            tstzrange   NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT organisation_institution_particulars_one_at_a_time
        EXCLUDE USING gist (area WITH =, institution_code WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT organisation_institution_particulars_uscc
        EXCLUDE USING gist (area WITH =, uscc WITH =, institution_code WITH <>, effective WITH &&, known WITH &&),
    CONSTRAINT organisation_institution_particulars_institution
        FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT organisation_institution_particulars_parent
        FOREIGN KEY (area, parent_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT organisation_institution_particulars_not_own_parent CHECK (parent_code <> institution_code),
    CONSTRAINT organisation_institution_particulars_name CHECK (name <> ''),
    CONSTRAINT organisation_institution_particulars_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);
GRANT SELECT, INSERT ON organisation_institution_particulars TO jiayi_app;
GRANT UPDATE (known) ON organisation_institution_particulars TO jiayi_app;

INSERT INTO organisation_institution_particulars (area, institution_code, uscc, name, kind, division, parent_code, effective, known,
    recorded_by, recorded_at)
SELECT area, code, uscc, name, kind, division, parent_code, daterange(NULL, NULL), tstzrange(NULL, NULL), 'import', recorded_at
FROM organisation_institution;

ALTER TABLE organisation_institution
    DROP COLUMN uscc,
    DROP COLUMN name,
    DROP COLUMN kind,
    DROP COLUMN division,
    DROP COLUMN parent_code,
    DROP COLUMN alliance;
