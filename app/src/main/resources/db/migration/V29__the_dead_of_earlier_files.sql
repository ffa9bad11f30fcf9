-- Whoever died by an earlier file of events is dead to the register as well.

INSERT INTO resident_death (area, resident_id, died_on, known, recorded_by, recorded_at)
SELECT DISTINCT ON (area, resident_id) area, resident_id, upper(term) - 1, tstzrange(lower(known), NULL), recorded_by, recorded_at
FROM contract_version c
WHERE end_reason = 'death' AND upper_inf(known)
    AND NOT EXISTS (SELECT FROM resident_death d WHERE d.area = c.area AND d.resident_id = c.resident_id)
ORDER BY area, resident_id, lower(known) DESC;
