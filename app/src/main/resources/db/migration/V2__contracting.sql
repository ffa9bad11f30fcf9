-- Every life a contract can have: applications and offers, renewals, transfers, suspensions, and jobs that move many.

ALTER TABLE policy_policy DROP CONSTRAINT policy_policy_kind;
ALTER TABLE policy_policy ADD CONSTRAINT policy_policy_kind
    CHECK (kind IN ('contract_fee', 'capitation', 'contracting', 'service_packages'));

-- contracts -----------------------------------------------------------------------------------------------------------

-- A contract is one stretch of one resident with one team in one package. What goes on after it is another one that follows.
ALTER TABLE contract_version
    ADD COLUMN origin        text           NOT NULL DEFAULT 'signed',
    ADD COLUMN follows       uuid,
    ADD COLUMN suspended     datemultirange NOT NULL DEFAULT '{}',
    ADD COLUMN confirm_until date, -- a signing on the resident's behalf that the resident has not confirmed yet
    ADD COLUMN over_capacity boolean        NOT NULL DEFAULT false,
    ADD CONSTRAINT contract_version_origin
        CHECK (origin IN ('signed', 'renewed', 'renewed_automatically', 'transferred', 'amended', 'reassigned')),
    ADD CONSTRAINT contract_version_follows CHECK ((origin = 'signed') = (follows IS NULL)),
    ADD CONSTRAINT contract_version_suspended CHECK (suspended <@ term),
    ADD CONSTRAINT contract_version_end_reason CHECK (end_reason IN ('moved_away', 'lost_contact', 'refused_service',
        'own_wish', 'death', 'transfer', 'amendment', 'reassignment', 'other'));
CREATE INDEX contract_version_by_end ON contract_version (area, upper(term)) WHERE upper_inf(known);

-- What happened, in order: the day it takes effect, the day and the moment it was recorded.
ALTER TABLE contract_event RENAME COLUMN last_day TO effective_on;
ALTER TABLE contract_event
    ADD COLUMN version integer,
    ADD COLUMN reason  text,
    ADD COLUMN basis   text,
    DROP CONSTRAINT contract_event_once,
    DROP CONSTRAINT contract_event_kind;
UPDATE contract_event SET reason = kind, kind = 'terminated';
ALTER TABLE contract_event ADD CONSTRAINT contract_event_kind CHECK (kind IN ('signed', 'confirmed', 'renewed',
    'renewed_automatically', 'transferred', 'amended', 'reassigned', 'terminated', 'withdrawn', 'suspended', 'resumed'));
CREATE UNIQUE INDEX contract_event_ended_once ON contract_event (area, contract_id, reason, effective_on)
    WHERE kind = 'terminated';
CREATE INDEX contract_event_by_contract ON contract_event (area, contract_id);

-- What a resident asked for (application) or a team held out to a resident (offer), until it is signed or comes to nothing.
CREATE TABLE contract_application (
    area            text        NOT NULL,
    application_id  uuid        NOT NULL,
    kind            text        NOT NULL,
    resident_id     uuid, -- an offer may be open to whoever scans its code
    team_number     text        NOT NULL,
    service_package text        NOT NULL,
    first_day       date,
    last_day        date,
    guardian_id     uuid, -- who acts for the resident, if not they themselves
    code_digest     bytea,
    expires_at      timestamptz NOT NULL,
    status          text        NOT NULL,
    reason          text,
    contract_id     uuid,
    opened_by       text        NOT NULL,
    opened_at       timestamptz NOT NULL,
    answered_by     text,
    answered_at     timestamptz,
    CONSTRAINT contract_application_pk PRIMARY KEY (area, application_id),
    CONSTRAINT contract_application_code UNIQUE (area, code_digest),
    CONSTRAINT contract_application_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT contract_application_team FOREIGN KEY (area, team_number) REFERENCES organisation_team (area, number),
    CONSTRAINT contract_application_kind CHECK (kind IN ('application', 'offer')),
    CONSTRAINT contract_application_whose CHECK (kind = 'offer' OR resident_id IS NOT NULL),
    CONSTRAINT contract_application_offer_code CHECK ((kind = 'offer') = (code_digest IS NOT NULL)),
    CONSTRAINT contract_application_package CHECK (service_package IN ('basic', 'elderly', 'chronic', 'child', 'maternal')),
    CONSTRAINT contract_application_status CHECK (status IN ('open', 'signed', 'refused', 'retracted', 'lapsed')),
    CONSTRAINT contract_application_answered CHECK ((status = 'open') = (answered_at IS NULL)),
    CONSTRAINT contract_application_signed CHECK ((status = 'signed') = (contract_id IS NOT NULL))
);
CREATE INDEX contract_application_of_team ON contract_application (area, team_number, application_id);
CREATE UNIQUE INDEX contract_application_one_open ON contract_application (area, resident_id)
    WHERE status = 'open' AND kind = 'application';

CREATE TABLE contract_reminder (
    area        text        NOT NULL,
    contract_id uuid        NOT NULL,
    days_before integer     NOT NULL,
    last_day    date        NOT NULL,
    team_number text        NOT NULL,
    resident_id uuid        NOT NULL,
    raised_at   timestamptz NOT NULL,
    CONSTRAINT contract_reminder_pk PRIMARY KEY (area, contract_id, days_before),
    CONSTRAINT contract_reminder_days CHECK (days_before BETWEEN 1 AND 365)
);
CREATE INDEX contract_reminder_of_team ON contract_reminder (area, team_number, last_day);

-- Which day's routine an area has had.
CREATE TABLE contract_routine_day (
    area    text        NOT NULL,
    day     date        NOT NULL,
    done_at timestamptz NOT NULL,
    CONSTRAINT contract_routine_day_pk PRIMARY KEY (area, day)
);

-- Moves of all contracts of some teams to others after a merger of institutions: one job, in chunks, with a dry run.
CREATE TABLE contract_reassignment (
    area            text        NOT NULL,
    reassignment_id uuid        NOT NULL,
    basis           text        NOT NULL,
    first_day       date        NOT NULL,
    dry_run         boolean     NOT NULL,
    status          text        NOT NULL,
    contracts       bigint      NOT NULL DEFAULT 0,
    moved           bigint      NOT NULL DEFAULT 0,
    refused         bigint      NOT NULL DEFAULT 0,
    reached         uuid, -- contracts up to this id are done
    requested_by    text        NOT NULL,
    requested_at    timestamptz NOT NULL,
    claimed_by      uuid,
    claimed_until   timestamptz,
    finished_at     timestamptz,
    CONSTRAINT contract_reassignment_pk PRIMARY KEY (area, reassignment_id),
    CONSTRAINT contract_reassignment_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT contract_reassignment_status CHECK (status IN ('waiting', 'running', 'finished', 'cancelled')),
    CONSTRAINT contract_reassignment_basis CHECK (basis <> '')
);
CREATE INDEX contract_reassignment_open ON contract_reassignment (area, requested_at) WHERE status IN ('waiting', 'running');

CREATE TABLE contract_reassignment_move (
    area            text NOT NULL,
    reassignment_id uuid NOT NULL,
    from_team       text NOT NULL,
    to_team         text NOT NULL,
    CONSTRAINT contract_reassignment_move_pk PRIMARY KEY (area, reassignment_id, from_team),
    CONSTRAINT contract_reassignment_move_job FOREIGN KEY (area, reassignment_id)
        REFERENCES contract_reassignment (area, reassignment_id),
    CONSTRAINT contract_reassignment_move_from FOREIGN KEY (area, from_team) REFERENCES organisation_team (area, number),
    CONSTRAINT contract_reassignment_move_to FOREIGN KEY (area, to_team) REFERENCES organisation_team (area, number),
    CONSTRAINT contract_reassignment_move_two_teams CHECK (from_team <> to_team)
);

CREATE TABLE contract_reassignment_refusal (
    area            text NOT NULL,
    reassignment_id uuid NOT NULL,
    contract_id     uuid NOT NULL,
    code            text NOT NULL,
    CONSTRAINT contract_reassignment_refusal_pk PRIMARY KEY (area, reassignment_id, contract_id),
    CONSTRAINT contract_reassignment_refusal_job FOREIGN KEY (area, reassignment_id)
        REFERENCES contract_reassignment (area, reassignment_id)
);

-- contract fees -------------------------------------------------------------------------------------------------------

-- What is given back or moves on is a negative line: the lines of a contract always sum to what its payers bear.
ALTER TABLE fee_line
    ADD COLUMN reason text NOT NULL DEFAULT 'contract_fee',
    DROP CONSTRAINT fee_line_not_negative,
    ADD CONSTRAINT fee_line_reason CHECK (reason IN ('contract_fee', 'refund', 'moved_out', 'moved_in')),
    ADD CONSTRAINT fee_line_sign CHECK (CASE WHEN reason IN ('refund', 'moved_out') THEN amount_fen <= 0 ELSE amount_fen >= 0 END);

GRANT SELECT, INSERT ON contract_application, contract_reminder, contract_routine_day, contract_reassignment,
    contract_reassignment_move, contract_reassignment_refusal TO jiayi_app;
GRANT UPDATE (status, resident_id, guardian_id, reason, contract_id, answered_by, answered_at) ON contract_application TO jiayi_app;
GRANT UPDATE (status, contracts, moved, refused, reached, claimed_by, claimed_until, finished_at)
    ON contract_reassignment TO jiayi_app;
