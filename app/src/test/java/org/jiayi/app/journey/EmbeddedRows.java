package org.jiayi.app.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks into the embedded database of a demo in a directory. */
final class EmbeddedRows {

    private static final int LINE_OF_THE_PORT = 3;

    private EmbeddedRows() {}

    /** The first column of all rows. */
    static List<String> texts(Path home, String sql) {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:"
                                + Files.readAllLines(home.resolve("postgres").resolve("postmaster.pid"))
                                        .get(LINE_OF_THE_PORT)
                                        .strip()
                                + "/postgres",
                        "postgres",
                        "postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
