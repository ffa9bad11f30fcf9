-- 到期: which contracts have been told to have run out, none followed by another; a contract once for each of its last days.
CREATE TABLE contract_expiry (
    area        text        NOT NULL,
    contract_id uuid        NOT NULL,
    last_day    date        NOT NULL,
    team_number text        NOT NULL,
    told_at     timestamptz NOT NULL,
    CONSTRAINT contract_expiry_pk PRIMARY KEY (area, contract_id, last_day)
);
GRANT SELECT, INSERT ON contract_expiry TO jiayi_app;
