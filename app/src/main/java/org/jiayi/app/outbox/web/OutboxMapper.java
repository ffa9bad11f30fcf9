package org.jiayi.app.outbox.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jiayi.api.model.Event;
import org.jiayi.app.outbox.PositionedEvent;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of events and webhooks. */
@Mapper
abstract class OutboxMapper {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @Mapping(target = "id", source = "event.eventId")
    @Mapping(target = "kind", source = "event.kind")
    @Mapping(target = "subjectId", source = "event.subjectId")
    @Mapping(target = "institutionId", source = "event.institutionCode", qualifiedByName = "institutionOrNull")
    @Mapping(target = "teamId", source = "event.teamNumber", qualifiedByName = "teamOrNull")
    @Mapping(target = "effectiveOn", source = "event.effectiveOn")
    abstract Event toApi(PositionedEvent event, @Context String area);

    @Named("institutionOrNull")
    protected @Nullable String institutionOrNull(String code, @Context String area) {
        return code.isEmpty() ? null : PublicIds.institution(code, area);
    }

    @Named("teamOrNull")
    protected @Nullable String teamOrNull(String number, @Context String area) {
        return number.isEmpty() ? null : PublicIds.team(number, area);
    }

    protected String text(UUID id) {
        return id.toString();
    }

    protected OffsetDateTime moment(Instant instant) {
        return instant.atZone(ZONE).toOffsetDateTime();
    }
}
