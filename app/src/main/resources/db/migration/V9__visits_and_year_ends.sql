-- Visits (就诊) with the contract of their day, referrals (转诊), and the year end (年终清算).

ALTER TABLE policy_policy DROP CONSTRAINT policy_policy_kind;
ALTER TABLE policy_policy ADD CONSTRAINT policy_policy_kind CHECK (kind IN
    ('contract_fee', 'capitation', 'contracting', 'service_packages', 'visits_elsewhere', 'year_end'));
ALTER TABLE import_job
    DROP CONSTRAINT import_job_kind,
    ADD CONSTRAINT import_job_kind CHECK (kind IN
        ('institutions', 'teams', 'residents', 'contracts', 'events', 'visits', 'divisions', 'enrolments', 'referrals'));

-- visits --------------------------------------------------------------------------------------------------------------

ALTER TABLE capitation_visit RENAME TO visit_visit;
ALTER TABLE visit_visit RENAME CONSTRAINT capitation_visit_pk TO visit_visit_pk;
ALTER TABLE visit_visit RENAME CONSTRAINT capitation_visit_resident TO visit_visit_resident;
ALTER TABLE visit_visit RENAME CONSTRAINT capitation_visit_institution TO visit_visit_institution;
ALTER TABLE visit_visit RENAME CONSTRAINT capitation_visit_not_negative TO visit_visit_not_negative;

-- The stamp: under which scheme and contract the resident was on the day, as known when the visit came in. Without a contract
-- the visit is nobody's. A stamp is never rewritten; what turned out otherwise is in visit_restamp.
ALTER TABLE visit_visit
    ADD COLUMN remote_registered boolean NOT NULL DEFAULT false,
    ADD COLUMN excluded          boolean NOT NULL DEFAULT false,
    ADD COLUMN scheme            text,
    ADD COLUMN contract_id       uuid,
    ADD COLUMN payee_team        text,
    ADD COLUMN payee_institution text,
    ADD CONSTRAINT visit_visit_scheme CHECK (scheme IN ('310', '390')),
    ADD CONSTRAINT visit_visit_stamp CHECK
        ((contract_id IS NULL) = (payee_team IS NULL) AND (contract_id IS NULL) = (payee_institution IS NULL));

SET LOCAL enable_nestloop = off;
UPDATE visit_visit v SET contract_id = c.contract_id, payee_team = c.team_number, payee_institution = c.institution_code
FROM contract_version c
WHERE c.area = v.area AND c.resident_id = v.resident_id AND c.term @> v.visited_on AND NOT c.suspended @> v.visited_on
    AND c.known @> v.recorded_at;
UPDATE visit_visit v SET scheme = s.scheme
FROM resident_circumstance s
WHERE s.area = v.area AND s.resident_id = v.resident_id AND s.effective @> v.visited_on AND s.known @> v.recorded_at;
SET LOCAL enable_nestloop = on;

CREATE INDEX visit_visit_by_resident ON visit_visit (area, resident_id);
CREATE INDEX visit_visit_of_payee ON visit_visit (area, payee_institution, visited_on);

-- Where a contract or an insurance was heard of late: the stamp that holds from a moment of knowledge on, in place of the visit's own.
CREATE TABLE visit_restamp (
    area              text        NOT NULL,
    serial            text        NOT NULL,
    scheme            text,
    contract_id       uuid,
    payee_team        text,
    payee_institution text,
    known             tstzrange   NOT NULL,
    recorded_at       timestamptz NOT NULL,
    CONSTRAINT visit_restamp_one_at_a_time EXCLUDE USING gist (area WITH =, serial WITH =, known WITH &&),
    CONSTRAINT visit_restamp_visit FOREIGN KEY (area, serial) REFERENCES visit_visit (area, serial),
    CONSTRAINT visit_restamp_scheme CHECK (scheme IN ('310', '390')),
    CONSTRAINT visit_restamp_stamp CHECK
        ((contract_id IS NULL) = (payee_team IS NULL) AND (contract_id IS NULL) = (payee_institution IS NULL)),
    CONSTRAINT visit_restamp_some_time CHECK (NOT isempty(known))
);
CREATE INDEX visit_restamp_of_visit ON visit_restamp (area, serial);
CREATE INDEX visit_restamp_of_payee ON visit_restamp (area, payee_institution) WHERE upper_inf(known);

-- Up to which moment changes of contracts and insurances were looked through.
CREATE TABLE visit_restamping (
    area    text        NOT NULL,
    through timestamptz NOT NULL,
    CONSTRAINT visit_restamping_pk PRIMARY KEY (area),
    CONSTRAINT visit_restamping_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area)
);

-- referrals -----------------------------------------------------------------------------------------------------------

CREATE TABLE visit_referral (
    area             text        NOT NULL,
    number           text        NOT NULL,
    resident_id      uuid        NOT NULL,
    from_institution text        NOT NULL,
    to_institution   text, -- wherever the resident goes, where there is none
    issued_on        date        NOT NULL,
    last_day         date, -- by the policy's window, where there is none
    import_id        uuid,
    row_digest       text        NOT NULL,
    recorded_by      text        NOT NULL,
    recorded_at      timestamptz NOT NULL,
    CONSTRAINT visit_referral_pk PRIMARY KEY (area, number),
    CONSTRAINT visit_referral_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT visit_referral_from FOREIGN KEY (area, from_institution) REFERENCES organisation_institution (area, code),
    CONSTRAINT visit_referral_to FOREIGN KEY (area, to_institution) REFERENCES organisation_institution (area, code),
    CONSTRAINT visit_referral_number CHECK (number ~ '^[A-Za-z0-9-]{1,40}$'),
    CONSTRAINT visit_referral_days CHECK (last_day >= issued_on)
);

-- the year end --------------------------------------------------------------------------------------------------------

-- 年终清算 of a scheme and year: drafted, and computed again until a second person approves it.
CREATE TABLE yearend_year_end (
    area             text        NOT NULL,
    year_end_id      uuid        NOT NULL, -- also the ledger's entry
    scheme           text        NOT NULL,
    year             integer     NOT NULL,
    through_month    date        NOT NULL,
    known_on         date        NOT NULL,
    policy_id        uuid        NOT NULL,
    visits_policy_id uuid        NOT NULL,
    batch_id         uuid        NOT NULL, -- of the last month, whose cumulative figures hold
    status           text        NOT NULL,
    digest_sha256    text        NOT NULL,
    digest_sm3       text        NOT NULL,
    computed_by      text        NOT NULL,
    computed_at      timestamptz NOT NULL,
    approved_by      text,
    approved_at      timestamptz,
    CONSTRAINT yearend_year_end_pk PRIMARY KEY (area, year_end_id),
    CONSTRAINT yearend_year_end_once UNIQUE (area, scheme, year),
    CONSTRAINT yearend_year_end_policy FOREIGN KEY (area, policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT yearend_year_end_visits_policy FOREIGN KEY (area, visits_policy_id) REFERENCES policy_policy (area, policy_id),
    CONSTRAINT yearend_year_end_batch FOREIGN KEY (area, batch_id) REFERENCES settlement_batch (area, batch_id),
    CONSTRAINT yearend_year_end_scheme CHECK (scheme IN ('310', '390')),
    CONSTRAINT yearend_year_end_status CHECK (status IN ('draft', 'approved')),
    CONSTRAINT yearend_year_end_approved CHECK
        ((status = 'approved') = (approved_by IS NOT NULL) AND (approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT yearend_year_end_two_persons CHECK (approved_by <> computed_by),
    CONSTRAINT yearend_year_end_month CHECK (extract(day FROM through_month) = 1 AND extract(year FROM through_month) = year)
);

-- What is known of a payee, and what it comes to. The checks are the control identities.
CREATE TABLE yearend_line (
    area             text    NOT NULL,
    year_end_id      uuid    NOT NULL,
    payee            text    NOT NULL,
    institution_code text    NOT NULL,
    person_months    bigint  NOT NULL,
    score            text    NOT NULL, -- as it was given, 0 to 100
    served           boolean NOT NULL, -- whether the minimum of service was met
    entitlement_fen  bigint  NOT NULL,
    prepaid_fen      bigint  NOT NULL,
    deducted_fen     bigint  NOT NULL, -- charged for visits elsewhere during the year already
    own_fen          bigint  NOT NULL,
    elsewhere_fen    bigint  NOT NULL,
    side             text    NOT NULL,
    difference_fen   bigint  NOT NULL,
    institution_fen  bigint  NOT NULL, -- kept of a surplus, borne of an overspend
    fund_fen         bigint  NOT NULL,
    margin_fen       bigint  NOT NULL,
    released_fen     bigint  NOT NULL,
    forfeited_fen    bigint  NOT NULL,
    final_due_fen    bigint  NOT NULL,
    balance_fen      bigint  NOT NULL,
    carried_in_fen   bigint  NOT NULL, -- what the year before left to be recovered, zero or less
    carried_out_fen  bigint  NOT NULL,
    CONSTRAINT yearend_line_pk PRIMARY KEY (area, year_end_id, payee),
    CONSTRAINT yearend_line_year_end FOREIGN KEY (area, year_end_id) REFERENCES yearend_year_end (area, year_end_id),
    CONSTRAINT yearend_line_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT yearend_line_score CHECK (score::numeric BETWEEN 0 AND 100),
    CONSTRAINT yearend_line_side CHECK (side IN ('surplus', 'overspend')),
    CONSTRAINT yearend_line_shared CHECK (difference_fen = institution_fen + fund_fen AND institution_fen >= 0 AND fund_fen >= 0),
    CONSTRAINT yearend_line_difference CHECK
        (entitlement_fen - own_fen - elsewhere_fen = CASE side WHEN 'surplus' THEN difference_fen ELSE -difference_fen END),
    CONSTRAINT yearend_line_retention CHECK (margin_fen = released_fen + forfeited_fen AND released_fen >= 0 AND forfeited_fen >= 0),
    CONSTRAINT yearend_line_final_due CHECK (final_due_fen = own_fen
        + CASE side WHEN 'surplus' THEN institution_fen ELSE -institution_fen END - forfeited_fen),
    CONSTRAINT yearend_line_control CHECK (final_due_fen + elsewhere_fen = entitlement_fen
        - CASE side WHEN 'surplus' THEN fund_fen ELSE -fund_fen END - forfeited_fen),
    CONSTRAINT yearend_line_balance CHECK (balance_fen = final_due_fen - (prepaid_fen - deducted_fen)),
    CONSTRAINT yearend_line_carried CHECK (carried_in_fen <= 0 AND carried_out_fen <= 0
        AND carried_out_fen >= least(0, balance_fen + carried_in_fen))
);

-- The visits of a payee's residents, by class.
CREATE TABLE yearend_visits (
    area        text   NOT NULL,
    year_end_id uuid   NOT NULL,
    payee       text   NOT NULL,
    visit_class text   NOT NULL,
    visits      bigint NOT NULL,
    amount_fen  bigint NOT NULL,
    weight      text   NOT NULL, -- as the policy says it
    charged_fen bigint NOT NULL,
    CONSTRAINT yearend_visits_pk PRIMARY KEY (area, year_end_id, payee, visit_class),
    CONSTRAINT yearend_visits_line FOREIGN KEY (area, year_end_id, payee) REFERENCES yearend_line (area, year_end_id, payee),
    CONSTRAINT yearend_visits_class CHECK (visit_class IN
        ('own', 'referred', 'un_referred', 'emergency', 'remote_registered', 'excluded')),
    CONSTRAINT yearend_visits_charged CHECK (charged_fen = round(amount_fen * weight::numeric))
);

-- Who of an alliance gets which part of what a payee keeps.
CREATE TABLE yearend_share (
    area             text   NOT NULL,
    year_end_id      uuid   NOT NULL,
    payee            text   NOT NULL,
    institution_code text   NOT NULL,
    role             text   NOT NULL,
    amount_fen       bigint NOT NULL,
    CONSTRAINT yearend_share_pk PRIMARY KEY (area, year_end_id, payee, role, institution_code),
    CONSTRAINT yearend_share_line FOREIGN KEY (area, year_end_id, payee) REFERENCES yearend_line (area, year_end_id, payee),
    CONSTRAINT yearend_share_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT yearend_share_role CHECK (role IN ('lead', 'township', 'village')),
    CONSTRAINT yearend_share_not_negative CHECK (amount_fen >= 0)
);

-- what the application may do -----------------------------------------------------------------------------------------

GRANT SELECT, INSERT ON visit_restamp, visit_restamping, visit_referral, yearend_year_end, yearend_line, yearend_visits,
    yearend_share TO jiayi_app;
GRANT UPDATE (known) ON visit_restamp TO jiayi_app;
GRANT UPDATE (through) ON visit_restamping TO jiayi_app;
GRANT UPDATE (status, approved_by, approved_at) ON yearend_year_end TO jiayi_app;
-- A draft may be computed again; that it is one is checked where it is done, under a lock on the year.
GRANT DELETE ON yearend_year_end, yearend_line, yearend_visits, yearend_share TO jiayi_app;
