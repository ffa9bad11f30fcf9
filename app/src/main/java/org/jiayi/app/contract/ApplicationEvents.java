package org.jiayi.app.contract;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.organisation.Teams;
import org.jiayi.app.outbox.Outbox;
import org.jiayi.app.outbox.OutboxEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells whoever listens what becomes of applications and offers; in the transaction in which it does. */
@Component
class ApplicationEvents {

    private final Outbox outbox;
    private final Teams teams;

    ApplicationEvents(Outbox outbox, Teams teams) {
        this.outbox = outbox;
        this.teams = teams;
    }

    /** Tells of applications of one area as they have just become. */
    Mono<Void> tell(String area, List<Application> changed, Instant at) {
        return teams.institutionCodes(
                        area, changed.stream().map(Application::teamNumber).toList())
                .flatMap(institutions -> outbox.append(
                        area,
                        changed.stream()
                                .map(application -> told(application, institutions, at))
                                .toList(),
                        at));
    }

    private static OutboxEvent told(Application application, Map<String, String> institutions, Instant at) {
        return new OutboxEvent(
                UuidCreator.getTimeOrderedEpoch(),
                "application." + application.become(),
                PublicId.of(PublicId.Kind.APPLICATION, application.area(), application.applicationId())
                        .toString(),
                institutions.getOrDefault(application.teamNumber(), ""),
                application.teamNumber(),
                KnowledgeTime.dayOf(at));
    }
}
