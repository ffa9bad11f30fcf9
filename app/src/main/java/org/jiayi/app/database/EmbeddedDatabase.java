package org.jiayi.app.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts a real PostgreSQL of its own when no other is configured, before anything else needs it.
 *
 * <p>The server keeps its data in {@code jiayi.data}/postgres between starts, with {@code fsync} on, and stops after the
 * application has. Where {@code spring.r2dbc.url} is set nothing is started, and the addresses for the migration are
 * taken from it.
 */
public class EmbeddedDatabase implements EnvironmentPostProcessor {

    private static final Duration START_WAIT = Duration.ofSeconds(60);
    private static final String DATABASE = "postgres";
    private static final String OWNER = "postgres";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        String given = environment.getProperty("spring.r2dbc.url");
        Map<String, Object> addresses = given == null ? start(environment) : migrationAddress(environment, given);
        environment.getPropertySources().addLast(new MapPropertySource("jiayi-database", addresses));
    }

    private static Map<String, Object> migrationAddress(ConfigurableEnvironment environment, String r2dbcUrl) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.flyway.url", r2dbcUrl.replaceFirst("^r2dbc:(pool:)?postgresql:", "jdbc:postgresql:"));
        properties.put("spring.flyway.user", environment.getProperty("spring.r2dbc.username", OWNER));
        properties.put("spring.flyway.password", environment.getProperty("spring.r2dbc.password", ""));
        return properties;
    }

    private static Map<String, Object> start(ConfigurableEnvironment environment) {
        Path home = Path.of(environment.getProperty("jiayi.data", System.getProperty("user.home") + "/.jiayi"))
                .toAbsolutePath()
                .normalize();
        try {
            PrivateDirectory.create(home);
            DataDirectory directory = DataDirectory.claim(home);
            directory.stopOrphan();
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory.postgres())
                    .setOverrideWorkingDirectory(
                            home.resolve("postgres-binaries").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_WAIT)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("timezone", "Asia/Shanghai")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("max_wal_size", "2GB")
                    .setServerConfig("max_connections", "100")
                    .start();
            SpringApplication.getShutdownHandlers().add(() -> stop(server, directory));
            return addressesOf(server);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the embedded PostgreSQL in " + home, e);
        }
    }

    private static Map<String, Object> addressesOf(EmbeddedPostgres server) {
        String address = "postgresql://127.0.0.1:" + server.getPort() + "/" + DATABASE;
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spring.r2dbc.url", "r2dbc:" + address);
        properties.put("spring.r2dbc.username", OWNER);
        properties.put("spring.r2dbc.password", OWNER);
        properties.put("spring.flyway.url", "jdbc:" + address);
        properties.put("spring.flyway.user", OWNER);
        properties.put("spring.flyway.password", OWNER);
        return properties;
    }

    private static void stop(EmbeddedPostgres server, DataDirectory directory) {
        try (directory) {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded PostgreSQL did not stop cleanly", e);
        }
    }
}
