-- A month's heads are counted into a table of the transaction's own, which PostgreSQL does with several processes.
DO $$
BEGIN
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO jiayi_app', current_database());
END
$$;

-- Whoever may have tables of its own could put one in place of a catalogue's before this function.
ALTER FUNCTION refresh_statistics() SET search_path = pg_catalog, pg_temp;
