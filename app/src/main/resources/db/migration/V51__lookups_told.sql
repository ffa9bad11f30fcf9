-- 查询留痕: residents see when and from where they were looked up; a caller's look-ups of a day have a bound.
ALTER TABLE resident_lookup ADD COLUMN institution_code text, ADD COLUMN team_number text;
CREATE INDEX resident_lookup_of_found ON resident_lookup (area, found_id, looked_up_at) WHERE found_id IS NOT NULL;
CREATE INDEX resident_lookup_by_caller ON resident_lookup (area, looked_up_by, looked_up_at);
