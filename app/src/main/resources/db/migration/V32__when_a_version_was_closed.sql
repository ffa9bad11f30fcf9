-- When the knowledge of a contract's version was ended. What a file says of an earlier day ends it on that day, and months that
-- were counted between the two must hear of it. NULL is on the day itself: of what was closed before this was kept.
ALTER TABLE contract_version ADD COLUMN closed_at timestamptz;
GRANT UPDATE (closed_at) ON contract_version TO jiayi_app;

DROP INDEX contract_version_closed;
CREATE INDEX contract_version_closed ON contract_version (area, coalesce(closed_at, upper(known))) WHERE NOT upper_inf(known);

-- Of a new index's expression nothing is known until somebody looks, and the planner would rather read all contracts.
DO $$
BEGIN
    IF EXISTS (SELECT FROM contract_version) THEN
        ANALYZE contract_version;
    END IF;
END $$;
