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
