-- What a distribution takes off a team's income for what funds have cut (核减), by policy: the team's part of all cuts that stand, less
-- what its distributions before took off; negative where a cut was taken back.
CREATE TABLE distribution_cut (
    area            text   NOT NULL,
    distribution_id uuid   NOT NULL,
    policy_id       uuid   NOT NULL,
    amount_fen      bigint NOT NULL,
    CONSTRAINT distribution_cut_pk PRIMARY KEY (area, distribution_id, policy_id),
    CONSTRAINT distribution_cut_distribution
        FOREIGN KEY (area, distribution_id) REFERENCES distribution_distribution (area, distribution_id),
    CONSTRAINT distribution_cut_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT distribution_cut_some CHECK (amount_fen <> 0)
);
GRANT SELECT, INSERT ON distribution_cut TO jiayi_app;
