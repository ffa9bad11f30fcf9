-- What is doubtful about a record is asked of all records of the person, under whichever registration.
CREATE INDEX fulfilment_record_by_resident ON fulfilment_record (area, resident_id, started_at);
