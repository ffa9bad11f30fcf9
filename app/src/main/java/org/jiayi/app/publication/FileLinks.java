package org.jiayi.app.publication;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jiayi.app.database.Columns;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Short links to files, for tools that are told an address: they say nothing, end soon, and open nothing by themselves. */
@Component
public class FileLinks {

    /** How long a link lives. */
    static final Duration LIFE = Duration.ofMinutes(15);

    private final Statements statements;
    private final DatabaseClient database;
    private final Clock clock;

    FileLinks(Statements statements, DatabaseClient database, Clock clock) {
        this.statements = statements;
        this.database = database;
        this.clock = clock;
    }

    /** A link to one file of a statement. */
    public record FileLink(UUID linkId, UUID statementId, String name, Instant expiresAt) {}

    /** Links to every file within the caller's reach, by name. Those that are long over are forgotten. */
    public Flux<FileLink> make(Statement statement, Caller caller) {
        Instant expiresAt = clock.instant().plus(LIFE);
        return statements
                .files(statement, caller.scope())
                .map(file -> new FileLink(
                        UuidCreator.getTimeOrderedEpoch(), statement.statementId(), file.name(), expiresAt))
                .collectList()
                .flatMapMany(links -> add(statement, links, caller).thenMany(Flux.fromIterable(links)));
    }

    private Mono<Void> add(Statement statement, List<FileLink> links, Caller caller) {
        return database.sql("""
                        WITH over AS (DELETE FROM publication_link WHERE area = $1 AND expires_at < $6)
                        INSERT INTO publication_link (area, link_id, statement_id, name, made_by, expires_at)
                        SELECT $1, link_id, $2, name, $3, $7 FROM unnest($4::uuid[], $5::text[]) AS row (link_id, name)
                        """)
                .bind(0, statement.area())
                .bind(1, statement.statementId())
                .bind(2, caller.subject())
                .bind(3, Columns.array(links, UUID[]::new, FileLink::linkId))
                .bind(4, Columns.array(links, String[]::new, FileLink::name))
                .bind(5, clock.instant().minus(Duration.ofDays(1)))
                .bind(6, clock.instant().plus(LIFE))
                .then();
    }

    /** The link of that id; refused where there is none, or where it is over. */
    public Mono<FileLink> follow(String area, UUID linkId) {
        return database.sql("""
                        SELECT link_id, statement_id, name, expires_at FROM publication_link
                        WHERE area = $1 AND link_id = $2
                        """)
                .bind(0, area)
                .bind(1, linkId)
                .mapProperties(FileLink.class)
                .one()
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)))
                .map(link -> {
                    if (!link.expiresAt().isAfter(clock.instant())) {
                        throw new Refused(RefusalCode.LINK_EXPIRED);
                    }
                    return link;
                });
    }
}
