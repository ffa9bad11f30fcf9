-- A team whose assessment fails says so and is tried again later; the others go on.
ALTER TABLE fee_assessment_team
    ADD COLUMN failures integer NOT NULL DEFAULT 0,
    ADD COLUMN problem  text, -- the code of the last failure, until it is done
    ADD COLUMN next_at  timestamptz,
    ADD CONSTRAINT fee_assessment_team_failures CHECK (failures >= 0),
    ADD CONSTRAINT fee_assessment_team_problem
        CHECK ((problem IS NULL) = (next_at IS NULL) AND (problem IS NULL OR failures > 0 AND done_at IS NULL));
GRANT UPDATE (failures, problem, next_at) ON fee_assessment_team TO jiayi_app;
