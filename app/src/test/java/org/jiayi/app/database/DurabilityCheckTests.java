package org.jiayi.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.jiayi.app.ChildApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityCheckTests {

    @Test
    void a_database_that_may_forget_what_it_acknowledged_is_refused_before_the_port_opens(@TempDir Path data)
            throws Exception {
        try (var forgetful = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("synchronous_commit", "off")
                        .start();
                var application = ChildApplication.start(
                        "--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + forgetful.getPort() + "/postgres",
                        "--spring.r2dbc.username=postgres",
                        "--jiayi.data=" + data,
                        "--spring.security.oauth2.resourceserver.jwt.issuer-uri=https://issuer.test",
                        "--logging.level.root=info")) {
            assertThat(application.awaitExit()).isNotZero();
            assertThat(application.output())
                    .contains("fsync, full_page_writes, synchronous_commit off")
                    .doesNotContain("Netty started");
        }
    }
}
