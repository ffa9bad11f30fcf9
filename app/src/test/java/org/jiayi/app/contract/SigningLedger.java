package org.jiayi.app.contract;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jiayi.app.TestDatabase;

/** What signing leaves in the database, asked by plain SQL. */
public record SigningLedger(TestDatabase database) {

    /** Contracts, fee lines, transfers and keys: what a refused signing must not change. */
    public record Rows(long contracts, long feeLines, long transfers, long keys) {}

    public Rows rows() throws SQLException {
        return new Rows(
                number("SELECT count(*) FROM contract_version"),
                number("SELECT count(*) FROM fee_line"),
                number("SELECT count(*) FROM ledger_transfer"),
                number("SELECT count(*) FROM command_key"));
    }

    /** How many rows of an area a refused act must not have added to, table by table. */
    public List<String> kept(String area) throws SQLException {
        List<String> counts = new ArrayList<>();
        for (String table :
                List.of("contract_version", "contract_event", "fee_line", "ledger_transfer", "outbox_event")) {
            counts.add(table + " " + number("SELECT count(*) FROM " + table + " WHERE area = '" + area + "'"));
        }
        return counts;
    }

    /** Contracts whose fee lines do not make the price of the basic package. */
    public List<String> contractsNotCharged() throws SQLException {
        return texts("""
                SELECT contract_id::text FROM contract_version c LEFT JOIN fee_line l USING (area, contract_id)
                WHERE c.version = 1
                GROUP BY contract_id HAVING count(*) <> 3 OR coalesce(sum(amount_fen), 0) <> 12000
                """);
    }

    /** Fee lines without a contract. */
    public List<String> linesOfNobody() throws SQLException {
        return texts("""
                SELECT contract_id::text FROM fee_line l
                WHERE NOT EXISTS (SELECT FROM contract_version c WHERE c.area = l.area AND c.contract_id = l.contract_id)
                """);
    }

    /** Ledger entries of fees whose transfers are not their lines' amounts, or that have only one of the two. */
    public List<String> entriesNotTied() throws SQLException {
        return texts("""
                SELECT entry_id::text
                FROM (SELECT area, entry_id, reason, abs(sum(amount_fen)) AS fen FROM fee_line
                      GROUP BY area, entry_id, reason) l
                FULL JOIN (SELECT area, entry_id, reason, sum(amount_fen) AS fen FROM ledger_transfer
                           WHERE reason IN ('contract_fee', 'refund', 'moved_out', 'moved_in', 'reinstated')
                           GROUP BY area, entry_id, reason) t USING (area, entry_id, reason)
                WHERE l.fen IS DISTINCT FROM t.fen
                """);
    }

    /** Server processes left in a transaction that nobody will end. */
    public List<String> idleInTransaction() throws SQLException {
        return texts("SELECT pid::text FROM pg_stat_activity"
                + " WHERE datname = current_database() AND state LIKE 'idle in transaction%'");
    }

    /** Server processes still at work or in a transaction, but for the one that asks. */
    public List<String> working() throws SQLException {
        return texts("SELECT pid::text FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND usename IS NOT NULL AND state <> 'idle'");
    }

    /** The residents under contract, by public id. */
    public List<String> contracted() throws SQLException {
        return texts("SELECT 'res_' || area || '_' || resident_id FROM contract_version WHERE version = 1");
    }

    public long number(String query) throws SQLException {
        return Long.parseLong(texts(query).get(0));
    }

    public List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
