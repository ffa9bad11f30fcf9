-- The minimum of service is asked of the year's own person-months; those of earlier years that were heard late in it are none of them.
ALTER TABLE yearend_line ADD COLUMN own_person_months bigint;
UPDATE yearend_line SET own_person_months = person_months;
ALTER TABLE yearend_line ALTER COLUMN own_person_months SET NOT NULL;
