-- The entry of a team's assessment is that of the transaction which books it, so that its lines come after all that they rest
-- on; until then it only names what waits.
GRANT UPDATE (entry_id) ON fee_assessment_team TO jiayi_app;
