-- Which policies of the other schemes a month was counted beside: where the other scheme counts that month by another one later, its
-- heads are looked at again.
ALTER TABLE capitation_month ADD COLUMN beside uuid[] NOT NULL DEFAULT '{}';

UPDATE capitation_month m SET beside = ARRAY(
    SELECT o.policy_id FROM capitation_month o WHERE o.area = m.area AND o.month = m.month AND o.scheme <> m.scheme ORDER BY o.scheme);

ALTER TABLE capitation_month ALTER COLUMN beside DROP DEFAULT;
