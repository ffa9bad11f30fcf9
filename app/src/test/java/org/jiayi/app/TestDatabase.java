package org.jiayi.app;

import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/**
 * A database of a test's own, with every migration applied, on a real PostgreSQL.
 *
 * <p>One server runs per test JVM, durable as in production because the application refuses anything else. It is migrated
 * once; a new database is a copy of that one, made in a fraction of a second.
 *
 * @param name of the database on the server
 * @param data an empty directory for {@code jiayi.data}
 */
public record TestDatabase(String name, Path data) {

    /** The role the running application works as; it owns nothing. */
    public static final String APPLICATION_ROLE = "jiayi_app";

    private static final String OWNER = "postgres";
    private static final String TEMPLATE = "jiayi_template";
    private static final Duration START_WAIT = Duration.ofSeconds(60);
    private static final AtomicInteger COPIES = new AtomicInteger();

    /** A new database, as empty as after the last migration. */
    public static TestDatabase create() {
        String name = "jiayi_test_" + COPIES.incrementAndGet();
        Server.execute(OWNER, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        try {
            return new TestDatabase(name, Files.createDirectory(Server.HOME.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the application needs to be told to run on this database. */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.r2dbc.url", "r2dbc:" + Server.address(name));
        properties.put("spring.r2dbc.username", OWNER);
        properties.put("spring.r2dbc.password", OWNER);
        properties.put("spring.flyway.url", "jdbc:" + Server.address(name));
        properties.put("spring.flyway.user", OWNER);
        properties.put("spring.flyway.password", OWNER);
        properties.put("jiayi.data", data.toString());
        return properties;
    }

    /** Where the server keeps its files, those of every database and the write-ahead log. */
    public static Path serverFiles() {
        return Server.HOME.resolve("postgres");
    }

    /** A plain connection as the owner of everything; the caller closes it. */
    public Connection open() throws SQLException {
        return Server.RUNNING.getDatabase(OWNER, name).getConnection();
    }

    /** Connections that work as the application does, without a pool. */
    public ConnectionFactory connections() {
        return ConnectionFactories.get(ConnectionFactoryOptions.parse("r2dbc:" + Server.address(name))
                .mutate()
                .option(ConnectionFactoryOptions.USER, OWNER)
                .option(ConnectionFactoryOptions.PASSWORD, OWNER)
                .option(PostgresqlConnectionFactoryProvider.OPTIONS, Map.of("role", APPLICATION_ROLE))
                .build());
    }

    /** The one server of this JVM, started when the first database is asked for. */
    private static final class Server {

        private static final Path HOME = home();
        private static final EmbeddedPostgres RUNNING = start();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(Server::stop));
            execute(OWNER, "CREATE DATABASE " + TEMPLATE);
            Flyway.configure()
                    .dataSource(RUNNING.getDatabase(OWNER, TEMPLATE))
                    .defaultSchema("public")
                    .load()
                    .migrate();
        }

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setDataDirectory(HOME.resolve("postgres"))
                        .setRegisterShutdownHook(false)
                        .setPGStartupWait(START_WAIT)
                        .setLocaleConfig("locale", "C")
                        .setLocaleConfig("encoding", "UTF8")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("timezone", "Asia/Shanghai")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop() {
            try {
                RUNNING.close();
                FileSystemUtils.deleteRecursively(HOME);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path home() {
            try {
                return Files.createTempDirectory("jiayi-tests-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String address(String database) {
            return "postgresql://127.0.0.1:" + RUNNING.getPort() + "/" + database;
        }

        private static void execute(String database, String sql) {
            try (Connection connection = RUNNING.getDatabase(OWNER, database).getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
        }
    }
}
