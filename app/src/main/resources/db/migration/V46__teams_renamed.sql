-- What a team is called on days on which it is not called as its file says (团队更名).
CREATE TABLE organisation_team_name (
    area        text        NOT NULL,
    team_number text        NOT NULL,
    name        text        NOT NULL,
    effective   daterange   NOT NULL,
    known       tstzrange   NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    CONSTRAINT organisation_team_name_one_at_a_time
        EXCLUDE USING gist (area WITH =, team_number WITH =, effective WITH &&, known WITH &&),
    CONSTRAINT organisation_team_name_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number),
    CONSTRAINT organisation_team_name_length CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT organisation_team_name_some_time CHECK (NOT isempty(effective) AND NOT isempty(known))
);
GRANT SELECT, INSERT ON organisation_team_name TO jiayi_app;
GRANT UPDATE (known) ON organisation_team_name TO jiayi_app;
