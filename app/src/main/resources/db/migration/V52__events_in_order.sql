-- Events are told in the order of their ids, which are made where they happen; their moments are taken before the locks are waited for.
DROP INDEX outbox_event_unsequenced;
CREATE INDEX outbox_event_unsequenced ON outbox_event (area, event_id) WHERE position IS NULL;
