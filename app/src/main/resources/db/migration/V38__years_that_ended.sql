-- The daily round finds the contracts of which a charged year has ended since the last one, some at a time in the order of this index.
-- What is charged of one contract is found by its lines' key.
DROP INDEX fee_line_by_year;
CREATE INDEX fee_line_by_year ON fee_line (area, upper(covers), contract_id) WHERE covers IS NOT NULL;
