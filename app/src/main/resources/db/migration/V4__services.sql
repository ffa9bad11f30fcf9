-- Events for other systems and the webhooks that carry them; service records; agreements.

-- outbox --------------------------------------------------------------------------------------------------------------

-- One row per event, written by the transaction that makes it true. Its position is given after the commit, without gaps,
-- so that whoever reads by position never passes over a transaction that commits late.
CREATE TABLE outbox_event (
    area             text        NOT NULL,
    event_id         uuid        NOT NULL,
    position         bigint,
    kind             text        NOT NULL,
    subject_id       text        NOT NULL,
    institution_code text        NOT NULL, -- empty where the event is no single institution's
    team_number      text        NOT NULL, -- empty where the event is no single team's
    effective_on     date        NOT NULL,
    occurred_at      timestamptz NOT NULL,
    CONSTRAINT outbox_event_pk PRIMARY KEY (area, event_id),
    CONSTRAINT outbox_event_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT outbox_event_kind CHECK (kind ~ '^[a-z_]+(\.[a-z_]+)+$'),
    CONSTRAINT outbox_event_position CHECK (position > 0)
);
CREATE UNIQUE INDEX outbox_event_by_position ON outbox_event (area, position);
CREATE INDEX outbox_event_by_team ON outbox_event (area, team_number, position);
CREATE INDEX outbox_event_by_institution ON outbox_event (area, institution_code, position);
CREATE INDEX outbox_event_unsequenced ON outbox_event (area, occurred_at, event_id) WHERE position IS NULL;

GRANT SELECT, INSERT ON outbox_event TO jiayi_app;
GRANT UPDATE (position) ON outbox_event TO jiayi_app;

-- Who is told of events, at which address, and how far they have been told. The cursor is the position of the last event
-- that was delivered or is not of the webhook's kinds.
CREATE TABLE outbox_webhook (
    area             text        NOT NULL,
    webhook_id       uuid        NOT NULL,
    url              text        NOT NULL,
    kinds            text[]      NOT NULL, -- empty: every kind
    institution_code text, -- whose events only; null: the whole area's
    status           text        NOT NULL,
    cursor_position  bigint      NOT NULL,
    failures         integer     NOT NULL DEFAULT 0,
    failing_since    timestamptz,
    next_attempt_at  timestamptz NOT NULL,
    claimed_by       uuid,
    claimed_until    timestamptz,
    registered_by    text        NOT NULL,
    registered_at    timestamptz NOT NULL,
    ended_at         timestamptz,
    CONSTRAINT outbox_webhook_pk PRIMARY KEY (area, webhook_id),
    CONSTRAINT outbox_webhook_area FOREIGN KEY (area) REFERENCES organisation_pooling_area (area),
    CONSTRAINT outbox_webhook_institution FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT outbox_webhook_status CHECK (status IN ('active', 'disabled', 'ended')),
    CONSTRAINT outbox_webhook_url CHECK (length(url) BETWEEN 1 AND 500),
    CONSTRAINT outbox_webhook_cursor CHECK (cursor_position >= 0),
    CONSTRAINT outbox_webhook_failing CHECK ((failures > 0) = (failing_since IS NOT NULL)),
    CONSTRAINT outbox_webhook_ended CHECK ((status = 'ended') = (ended_at IS NOT NULL))
);
CREATE INDEX outbox_webhook_active ON outbox_webhook (area, next_attempt_at) WHERE status = 'active';

-- The secrets that sign, sealed (SM4, key outside the database); after a rotation the old one signs too for a while.
CREATE TABLE outbox_webhook_secret (
    area          text        NOT NULL,
    webhook_id    uuid        NOT NULL,
    version       integer     NOT NULL,
    sealed_secret bytea       NOT NULL,
    valid_until   timestamptz,
    CONSTRAINT outbox_webhook_secret_pk PRIMARY KEY (area, webhook_id, version),
    CONSTRAINT outbox_webhook_secret_webhook FOREIGN KEY (area, webhook_id) REFERENCES outbox_webhook (area, webhook_id),
    CONSTRAINT outbox_webhook_secret_version CHECK (version >= 1)
);

CREATE TABLE outbox_delivery (
    area         text        NOT NULL,
    webhook_id   uuid        NOT NULL,
    position     bigint      NOT NULL,
    attempt      integer     NOT NULL,
    event_id     uuid        NOT NULL,
    outcome      text        NOT NULL,
    http_status  integer,
    took_ms      bigint      NOT NULL,
    attempted_at timestamptz NOT NULL,
    CONSTRAINT outbox_delivery_pk PRIMARY KEY (area, webhook_id, position, attempt),
    CONSTRAINT outbox_delivery_webhook FOREIGN KEY (area, webhook_id) REFERENCES outbox_webhook (area, webhook_id),
    CONSTRAINT outbox_delivery_event FOREIGN KEY (area, event_id) REFERENCES outbox_event (area, event_id),
    CONSTRAINT outbox_delivery_outcome CHECK (outcome IN ('delivered', 'refused', 'timed_out', 'unreachable', 'address_not_allowed'))
);

GRANT SELECT, INSERT ON outbox_webhook, outbox_webhook_secret, outbox_delivery TO jiayi_app;
GRANT UPDATE (status, cursor_position, failures, failing_since, next_attempt_at, claimed_by, claimed_until, ended_at)
    ON outbox_webhook TO jiayi_app;
GRANT UPDATE (valid_until) ON outbox_webhook_secret TO jiayi_app;

-- policies ------------------------------------------------------------------------------------------------------------

ALTER TABLE policy_policy DROP CONSTRAINT policy_policy_kind;
ALTER TABLE policy_policy ADD CONSTRAINT policy_policy_kind
    CHECK (kind IN ('contract_fee', 'capitation', 'contracting', 'service_packages'));

-- fulfilment ----------------------------------------------------------------------------------------------------------

-- Delivered services. What is said in words (place, note) is sealed: it may name people or addresses.
CREATE TABLE fulfilment_record (
    area              text        NOT NULL,
    record_id         uuid        NOT NULL,
    contract_id       uuid        NOT NULL,
    resident_id       uuid        NOT NULL,
    item_code         text        NOT NULL,
    mode              text        NOT NULL,
    started_at        timestamptz NOT NULL,
    ended_at          timestamptz NOT NULL,
    practitioner_code text        NOT NULL,
    sealed_details    bytea       NOT NULL,
    repeat            integer     NOT NULL, -- how many voided records say exactly the same
    recorded_by       text        NOT NULL,
    recorded_at       timestamptz NOT NULL,
    CONSTRAINT fulfilment_record_pk PRIMARY KEY (area, record_id),
    CONSTRAINT fulfilment_record_once
        UNIQUE (area, contract_id, item_code, mode, practitioner_code, started_at, ended_at, repeat),
    CONSTRAINT fulfilment_record_resident FOREIGN KEY (area, resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT fulfilment_record_mode CHECK (mode IN ('clinic', 'phone', 'home')),
    CONSTRAINT fulfilment_record_times
        CHECK (started_at < ended_at AND ended_at <= started_at + interval '24 hours' AND ended_at <= recorded_at),
    CONSTRAINT fulfilment_record_repeat CHECK (repeat >= 0)
);
CREATE INDEX fulfilment_record_by_practitioner ON fulfilment_record (area, practitioner_code, started_at);

CREATE TABLE fulfilment_evidence (
    area      text     NOT NULL,
    record_id uuid     NOT NULL,
    ordinal   smallint NOT NULL,
    kind      text     NOT NULL,
    reference text     NOT NULL,
    sha256    text     NOT NULL,
    CONSTRAINT fulfilment_evidence_pk PRIMARY KEY (area, record_id, ordinal),
    CONSTRAINT fulfilment_evidence_record FOREIGN KEY (area, record_id) REFERENCES fulfilment_record (area, record_id),
    CONSTRAINT fulfilment_evidence_kind CHECK (kind IN ('photo', 'signature', 'measurement', 'recording', 'document')),
    CONSTRAINT fulfilment_evidence_ordinal CHECK (ordinal BETWEEN 1 AND 10),
    CONSTRAINT fulfilment_evidence_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$')
);

-- A wrong record is voided by a row of its own; nothing is deleted.
CREATE TABLE fulfilment_voiding (
    area      text        NOT NULL,
    record_id uuid        NOT NULL,
    reason    text        NOT NULL,
    voided_by text        NOT NULL,
    voided_at timestamptz NOT NULL,
    CONSTRAINT fulfilment_voiding_pk PRIMARY KEY (area, record_id),
    CONSTRAINT fulfilment_voiding_record FOREIGN KEY (area, record_id) REFERENCES fulfilment_record (area, record_id),
    CONSTRAINT fulfilment_voiding_reason
        CHECK (reason IN ('wrong_resident', 'wrong_item', 'wrong_time', 'not_delivered', 'entered_twice', 'other'))
);

-- What the resident says to a record, once.
CREATE TABLE fulfilment_answer (
    area          text        NOT NULL,
    record_id     uuid        NOT NULL,
    confirmed     boolean     NOT NULL,
    sealed_reason bytea,
    answered_by   text        NOT NULL,
    answered_at   timestamptz NOT NULL,
    CONSTRAINT fulfilment_answer_pk PRIMARY KEY (area, record_id),
    CONSTRAINT fulfilment_answer_record FOREIGN KEY (area, record_id) REFERENCES fulfilment_record (area, record_id),
    CONSTRAINT fulfilment_answer_reason CHECK (confirmed = (sealed_reason IS NULL))
);

GRANT SELECT, INSERT ON fulfilment_record, fulfilment_evidence, fulfilment_voiding, fulfilment_answer TO jiayi_app;

-- agreements ----------------------------------------------------------------------------------------------------------

-- The agreement of a contract that was signed electronically. Its text names people, so it is sealed; digests are of the text.
CREATE TABLE agreement_agreement (
    area                 text        NOT NULL,
    agreement_id         uuid        NOT NULL,
    contract_id          uuid        NOT NULL,
    template_version     text        NOT NULL,
    signer_kind          text        NOT NULL,
    guardian_resident_id uuid,
    institution_code     text        NOT NULL,
    signed_on            date        NOT NULL,
    consented_at         timestamptz NOT NULL,
    sealed_text          bytea       NOT NULL,
    digest_sha256        text        NOT NULL,
    digest_sm3           text        NOT NULL,
    recorded_by          text        NOT NULL,
    CONSTRAINT agreement_agreement_pk PRIMARY KEY (area, agreement_id),
    CONSTRAINT agreement_agreement_one_per_contract UNIQUE (area, contract_id),
    CONSTRAINT agreement_agreement_institution
        FOREIGN KEY (area, institution_code) REFERENCES organisation_institution (area, code),
    CONSTRAINT agreement_agreement_guardian
        FOREIGN KEY (area, guardian_resident_id) REFERENCES resident_resident (area, resident_id),
    CONSTRAINT agreement_agreement_signer CHECK (signer_kind IN ('self', 'guardian', 'on_behalf')),
    CONSTRAINT agreement_agreement_guardian_signs CHECK (guardian_resident_id IS NULL OR signer_kind = 'guardian'),
    CONSTRAINT agreement_agreement_sha256 CHECK (digest_sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT agreement_agreement_sm3 CHECK (digest_sm3 ~ '^[0-9a-f]{64}$')
);

GRANT SELECT, INSERT ON agreement_agreement TO jiayi_app;
