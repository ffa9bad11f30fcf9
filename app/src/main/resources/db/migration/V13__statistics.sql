-- What the planner knows. PostgreSQL's own rounds come a minute after a bulk load, and never after a crash, which forgets
-- what had changed; until then a join of a county with itself looks as if it were of a handful of rows, and takes a minute.

-- Looks again at every table that has grown or changed by a fifth since the planner last looked at it, or that nobody remembers to
-- have looked at. What was not committed at the last look had its pages counted and not its rows, so growth alone says too little.
CREATE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS
$$
DECLARE
    grown regclass;
BEGIN
    FOR grown IN
        SELECT c.oid
        FROM pg_class c
        JOIN pg_stat_user_tables s ON s.relid = c.oid
        CROSS JOIN LATERAL (SELECT pg_relation_size(c.oid) / current_setting('block_size')::bigint AS pages) size
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND size.pages > 8
            AND (size.pages > 1.2 * c.relpages
                OR s.n_mod_since_analyze > 1000 + 0.2 * c.reltuples
                OR s.last_analyze IS NULL AND s.last_autoanalyze IS NULL)
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
    END LOOP;
END
$$;

REVOKE EXECUTE ON FUNCTION refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_statistics() TO jiayi_app;
