package org.jiayi.app.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rules that the catalogue of a database can be asked about; each answers with what breaks it. */
enum SchemaRules {
    /** So that the schema can be distributed by area, and no key ever crosses one. */
    KEYS_BEGIN_WITH_THE_AREA("""
            SELECT c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            LEFT JOIN pg_attribute far ON far.attrelid = c.confrelid AND far.attnum = c.confkey[1]
            WHERE %1$s AND c.contype IN ('p', 'u', 'x', 'f') AND (a.attname <> 'area' OR far.attname <> 'area')
            UNION
            SELECT n.relname FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class n ON n.oid = i.indexrelid
            LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE %1$s AND i.indisunique AND a.attname IS DISTINCT FROM 'area'
            """),
    /** A table without a key cannot be told apart, corrected or distributed. */
    EVERY_TABLE_HAS_A_KEY("""
            SELECT t.relname FROM pg_class t
            WHERE %1$s AND t.relkind IN ('r', 'p') AND NOT EXISTS (
                SELECT FROM pg_constraint c WHERE c.conrelid = t.oid AND c.contype IN ('p', 'x'))
            """),
    /** They do not run on a distributed table, and nobody sees them. */
    NO_TRIGGERS("""
            SELECT g.tgname FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid WHERE %1$s AND NOT g.tgisinternal
            """),
    /** The name becomes a refusal. */
    CONSTRAINTS_BEAR_THEIR_TABLES_NAME("""
            SELECT c.conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
            WHERE %1$s AND c.contype <> 'n' AND NOT starts_with(c.conname, t.relname || '_')
            """),
    /** Money is whole fen. */
    AMOUNTS_ARE_WHOLE_FEN("""
            SELECT t.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
            WHERE %1$s AND t.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
              AND (a.atttypid IN ('real'::regtype, 'double precision'::regtype, 'money'::regtype)
                OR (a.attname LIKE '%%\\_fen' AND a.atttypid <> 'bigint'::regtype))
            """);

    private static final String OURS = "t.relnamespace = '%s'::regnamespace AND t.relname !~ '^flyway_'";

    private final String query;

    SchemaRules(String query) {
        this.query = query;
    }

    /** The names of what breaks the rule in a schema. */
    List<String> brokenBy(Connection connection, String schema) throws SQLException {
        List<String> names = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query.formatted(OURS.formatted(schema)))) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
