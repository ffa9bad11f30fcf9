-- One person counts once a month, however often registered.

-- Which registrations are one person, and as known when: the one that stands, and those merged into it.
CREATE VIEW resident_person AS
    SELECT area, merged_id AS resident_id, survivor_id AS person_id, known FROM resident_merge
    UNION ALL
    SELECT area, survivor_id, survivor_id, known FROM resident_merge;

GRANT SELECT ON resident_person TO jiayi_app;

ALTER TABLE capitation_correction
    DROP CONSTRAINT capitation_correction_reason,
    ADD CONSTRAINT capitation_correction_reason CHECK (reason IN ('death', 'contract_ended', 'insurance_changed', 'not_eligible',
        'duplicate', 'counted_late', 'transferred', 'rate_changed'));
