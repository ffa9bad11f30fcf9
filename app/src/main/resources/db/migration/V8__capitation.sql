-- Capitation over time: payees, graded heads, late facts, and what was booked. Months counted before this line have no row in
-- capitation_month: they have to be computed again, which their batches, open as they are, allow.

-- A group more: those who live in nursing homes.
ALTER TABLE resident_circumstance
    DROP CONSTRAINT resident_circumstance_groups,
    ADD CONSTRAINT resident_circumstance_groups CHECK (population_groups BETWEEN 0 AND 2047);
ALTER TABLE fee_price
    DROP CONSTRAINT fee_price_groups,
    ADD CONSTRAINT fee_price_groups CHECK (group_mask BETWEEN 0 AND 2047);

-- What is counted -----------------------------------------------------------------------------------------------------

-- A counted month: under which policy, and what was known.
CREATE TABLE capitation_month (
    area       text        NOT NULL,
    scheme     text        NOT NULL,
    month      date        NOT NULL,
    policy_id  uuid        NOT NULL,
    known_at   timestamptz NOT NULL,
    counted_at timestamptz NOT NULL,
    CONSTRAINT capitation_month_pk PRIMARY KEY (area, scheme, month),
    CONSTRAINT capitation_month_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT capitation_month_first_day CHECK (extract(day FROM month) = 1)
);

-- The finite table of a policy's grades: what part of the quota is paid above a panel limit or without contact. 0 is in full.
CREATE TABLE capitation_grade (
    area             text     NOT NULL,
    policy_id        uuid     NOT NULL,
    grade            smallint NOT NULL,
    label            text     NOT NULL,
    rate_numerator   numeric  NOT NULL,
    rate_denominator numeric  NOT NULL,
    CONSTRAINT capitation_grade_pk PRIMARY KEY (area, policy_id, grade),
    CONSTRAINT capitation_grade_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT capitation_grade_rate CHECK (rate_numerator BETWEEN 0 AND rate_denominator AND rate_denominator > 0)
);
INSERT INTO capitation_grade (area, policy_id, grade, label, rate_numerator, rate_denominator)
SELECT DISTINCT area, policy_id, 0, '', 1, 1 FROM capitation_tariff_row;

-- payee: the code of an institution or the number of a team, as the policy says. grade: a row of the policy's grades, 0 in full.
ALTER TABLE capitation_person_month
    ADD COLUMN payee text,
    ADD COLUMN grade smallint NOT NULL DEFAULT 0;
UPDATE capitation_person_month SET payee = institution_code;
ALTER TABLE capitation_person_month ALTER COLUMN payee SET NOT NULL;

-- Late facts: signed person-months of earlier months, booked in the open one. −1 takes back what stood, +1 is what should have.
CREATE TABLE capitation_correction (
    area             text     NOT NULL,
    scheme           text     NOT NULL,
    month            date     NOT NULL,
    for_month        date     NOT NULL,
    resident_id      uuid     NOT NULL,
    heads            smallint NOT NULL,
    contract_id      uuid     NOT NULL,
    version          integer  NOT NULL,
    team_number      text     NOT NULL,
    institution_code text     NOT NULL,
    payee            text     NOT NULL,
    tariff_row       integer  NOT NULL,
    grade            smallint NOT NULL,
    reason           text     NOT NULL,
    CONSTRAINT capitation_correction_pk PRIMARY KEY (area, scheme, month, for_month, resident_id, heads),
    CONSTRAINT capitation_correction_month FOREIGN KEY (area, scheme, for_month) REFERENCES capitation_month (area, scheme, month),
    CONSTRAINT capitation_correction_heads CHECK (heads IN (-1, 1)),
    CONSTRAINT capitation_correction_earlier CHECK (for_month < month),
    CONSTRAINT capitation_correction_reason CHECK (reason IN ('death', 'contract_ended', 'insurance_changed', 'not_eligible',
        'counted_late', 'transferred', 'rate_changed'))
);
CREATE INDEX capitation_correction_by_resident ON capitation_correction (area, scheme, resident_id);

ALTER TABLE capitation_cell
    ADD COLUMN for_month date,
    ADD COLUMN payee text,
    ADD COLUMN grade smallint NOT NULL DEFAULT 0,
    DROP CONSTRAINT capitation_cell_heads;
UPDATE capitation_cell SET for_month = month, payee = institution_code;
ALTER TABLE capitation_cell
    ALTER COLUMN for_month SET NOT NULL,
    ALTER COLUMN payee SET NOT NULL,
    DROP CONSTRAINT capitation_cell_pk,
    ADD CONSTRAINT capitation_cell_pk
        PRIMARY KEY (area, scheme, month, for_month, payee, institution_code, tariff_row, grade),
    ADD CONSTRAINT capitation_cell_for_month CHECK (for_month <= month),
    ADD CONSTRAINT capitation_cell_heads CHECK (CASE WHEN for_month = month THEN heads > 0 ELSE heads <> 0 END);

-- What changed since a month was counted is found by when it was recorded, in proportion to what changed.
CREATE INDEX contract_version_recorded ON contract_version (area, recorded_at);
CREATE INDEX contract_version_closed ON contract_version (area, upper(known)) WHERE NOT upper_inf(known);
CREATE INDEX resident_circumstance_recorded ON resident_circumstance (area, recorded_at);
CREATE INDEX resident_circumstance_closed ON resident_circumstance (area, upper(known)) WHERE NOT upper_inf(known);

-- What is booked ------------------------------------------------------------------------------------------------------

-- A payee's month. exact: before rounding; year: since January, this month included. The next month begins with these.
CREATE TABLE capitation_booking (
    area                 text    NOT NULL,
    scheme               text    NOT NULL,
    month                date    NOT NULL,
    payee                text    NOT NULL,
    institution_code     text    NOT NULL,
    heads                bigint  NOT NULL,
    corrected_heads      bigint  NOT NULL,
    village_heads        bigint  NOT NULL,
    exact_numerator      numeric NOT NULL,
    exact_denominator    numeric NOT NULL,
    year_numerator       numeric NOT NULL,
    year_denominator     numeric NOT NULL,
    entitlement_fen      bigint  NOT NULL,
    prepayment_fen       bigint  NOT NULL,
    year_entitlement_fen bigint  NOT NULL,
    year_prepayment_fen  bigint  NOT NULL,
    CONSTRAINT capitation_booking_pk PRIMARY KEY (area, scheme, month, payee),
    CONSTRAINT capitation_booking_month FOREIGN KEY (area, scheme, month) REFERENCES capitation_month (area, scheme, month),
    CONSTRAINT capitation_booking_institution
        FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT capitation_booking_heads CHECK (heads >= 0 AND village_heads BETWEEN 0 AND heads),
    CONSTRAINT capitation_booking_denominators CHECK (exact_denominator > 0 AND year_denominator > 0),
    CONSTRAINT capitation_booking_rounded
        CHECK (year_entitlement_fen = div(2 * year_numerator + year_denominator, 2 * year_denominator)
            OR year_numerator < 0)
);

ALTER TABLE settlement_line
    ADD COLUMN payee text,
    ADD COLUMN corrected_heads bigint NOT NULL DEFAULT 0;
UPDATE settlement_line SET payee = institution_code;
ALTER TABLE settlement_line
    ALTER COLUMN payee SET NOT NULL,
    DROP CONSTRAINT settlement_line_pk,
    ADD CONSTRAINT settlement_line_pk PRIMARY KEY (area, batch_id, payee);
ALTER TABLE settlement_batch ADD COLUMN corrected_heads bigint NOT NULL DEFAULT 0;

-- Rosters -------------------------------------------------------------------------------------------------------------

-- A month's list, published to the institutions.
CREATE TABLE roster_roster (
    area         text        NOT NULL,
    scheme       text        NOT NULL,
    month        date        NOT NULL,
    deadline     date        NOT NULL,
    published_by text        NOT NULL,
    published_at timestamptz NOT NULL,
    closed_at    timestamptz,
    CONSTRAINT roster_roster_pk PRIMARY KEY (area, scheme, month),
    CONSTRAINT roster_roster_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT roster_roster_first_day CHECK (extract(day FROM month) = 1)
);

CREATE TABLE roster_agreement (
    area             text        NOT NULL,
    scheme           text        NOT NULL,
    month            date        NOT NULL,
    institution_code text        NOT NULL,
    agreed_by        text        NOT NULL,
    agreed_at        timestamptz NOT NULL,
    CONSTRAINT roster_agreement_pk PRIMARY KEY (area, scheme, month, institution_code),
    CONSTRAINT roster_agreement_roster FOREIGN KEY (area, scheme, month) REFERENCES roster_roster (area, scheme, month),
    CONSTRAINT roster_agreement_institution
        FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code)
);

CREATE TABLE roster_objection (
    area             text        NOT NULL,
    objection_id     uuid        NOT NULL,
    scheme           text        NOT NULL,
    month            date        NOT NULL,
    institution_code text        NOT NULL,
    resident_id      uuid        NOT NULL,
    reason           text        NOT NULL,
    note             text        NOT NULL,
    objected_by      text        NOT NULL,
    objected_at      timestamptz NOT NULL,
    accepted         boolean,
    answer           text,
    answered_by      text,
    answered_at      timestamptz,
    CONSTRAINT roster_objection_pk PRIMARY KEY (area, objection_id),
    CONSTRAINT roster_objection_once UNIQUE (area, scheme, month, institution_code, resident_id),
    CONSTRAINT roster_objection_roster FOREIGN KEY (area, scheme, month) REFERENCES roster_roster (area, scheme, month),
    CONSTRAINT roster_objection_institution
        FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT roster_objection_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT roster_objection_reason
        CHECK (reason IN ('not_ours', 'moved_away', 'died', 'duplicate', 'missing', 'wrong_group')),
    CONSTRAINT roster_objection_answered CHECK ((accepted IS NULL) = (answer IS NULL)
        AND (accepted IS NULL) = (answered_by IS NULL) AND (accepted IS NULL) = (answered_at IS NULL))
);

-- Whom an accepted objection leaves out of a month.
CREATE TABLE capitation_exclusion (
    area             text NOT NULL,
    scheme           text NOT NULL,
    month            date NOT NULL,
    resident_id      uuid NOT NULL,
    institution_code text NOT NULL,
    objection_id     uuid NOT NULL,
    CONSTRAINT capitation_exclusion_pk PRIMARY KEY (area, scheme, month, resident_id, institution_code),
    CONSTRAINT capitation_exclusion_objection
        FOREIGN KEY (area, objection_id) REFERENCES roster_objection (area, objection_id)
);

-- what the application may do -----------------------------------------------------------------------------------------

GRANT SELECT, INSERT ON capitation_grade, capitation_month, capitation_correction, capitation_booking TO jiayi_app;
-- An open month may be counted again, with all that rests on it.
GRANT DELETE ON capitation_month, capitation_correction, capitation_booking TO jiayi_app;
GRANT SELECT, INSERT ON roster_roster, roster_agreement, roster_objection, capitation_exclusion TO jiayi_app;
GRANT UPDATE (closed_at) ON roster_roster TO jiayi_app;
GRANT UPDATE (accepted, answer, answered_by, answered_at) ON roster_objection TO jiayi_app;
