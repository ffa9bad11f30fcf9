-- How often in turn the chunk at hand did not go in. Without an end to it, such a file would keep the later ones of its area waiting
-- for ever.
ALTER TABLE import_job ADD COLUMN pauses integer NOT NULL DEFAULT 0;
GRANT UPDATE (pauses) ON import_job TO jiayi_app;
