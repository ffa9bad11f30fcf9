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
