-- All that a published capitation policy compiles to, as one text: base, order of the groups, rows, grades, top-ups, floor and cap.
-- What was published before has its rows and grades, and no text.
CREATE TABLE capitation_table (
    area       text NOT NULL,
    policy_id  uuid NOT NULL,
    content    text NOT NULL,
    digest_sm3 text NOT NULL,
    CONSTRAINT capitation_table_pk PRIMARY KEY (area, policy_id),
    CONSTRAINT capitation_table_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT capitation_table_digest CHECK (digest_sm3 ~ '^[0-9a-f]{64}$')
);
GRANT SELECT, INSERT ON capitation_table TO jiayi_app;
