-- What shows that a resident has full capacity again (恢复民事行为能力) after a day, in the words of who said so.
CREATE TABLE resident_incapacity_end (
    area             text        NOT NULL,
    resident_id      uuid        NOT NULL,
    last_day         date        NOT NULL,
    evidence_kind    text        NOT NULL,
    sealed_reference bytea       NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT resident_incapacity_end_pk PRIMARY KEY (area, resident_id, recorded_at),
    CONSTRAINT resident_incapacity_end_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT resident_incapacity_end_evidence CHECK (evidence_kind IN ('court_ruling', 'disability_certificate'))
);
GRANT SELECT, INSERT ON resident_incapacity_end TO jiayi_app;
