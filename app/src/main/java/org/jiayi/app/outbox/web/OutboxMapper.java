package org.jiayi.app.outbox.web;

import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.Event;
import org.jiayi.api.model.Webhook;
import org.jiayi.api.model.WebhookDelivery;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.outbox.Delivery;
import org.jiayi.app.outbox.PositionedEvent;
import org.jiayi.app.outbox.Webhooks;
import org.jiayi.app.web.ApiValues;
import org.jiayi.app.web.PublicIds;
import org.jspecify.annotations.Nullable;
import org.mapstruct.Context;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.Named;

/** What the API shows of events and webhooks. */
@Mapper(uses = ApiValues.class)
abstract class OutboxMapper {

    @Mapping(target = "id", source = "event.eventId")
    @Mapping(target = "kind", source = "event.kind")
    @Mapping(target = "subjectId", source = "event.subjectId")
    @Mapping(target = "institutionId", source = "event.institutionCode", qualifiedByName = "institutionOrNull")
    @Mapping(target = "teamId", source = "event.teamNumber", qualifiedByName = "teamOrNull")
    @Mapping(target = "effectiveOn", source = "event.effectiveOn")
    abstract Event toApi(PositionedEvent event, @Context String area);

    Webhook toApi(org.jiayi.app.outbox.Webhook webhook) {
        return toApi(webhook, webhook.area());
    }

    Webhook toApi(Webhooks.Shown shown) {
        Webhook webhook = toApi(shown.webhook());
        shown.secret().ifPresent(webhook::setSecret);
        return webhook;
    }

    @Mapping(target = "id", source = "webhookId", qualifiedByName = "webhookId")
    @Mapping(target = "institutionId", source = "institutionCode", qualifiedByName = "institutionIfAny")
    @Mapping(target = "secret", ignore = true)
    protected abstract Webhook toApi(org.jiayi.app.outbox.Webhook webhook, @Context String area);

    abstract WebhookDelivery toApi(Delivery delivery);

    @Named("webhookId")
    protected String webhookId(UUID id, @Context String area) {
        return PublicId.of(PublicId.Kind.WEBHOOK, area, id).toString();
    }

    @Named("institutionIfAny")
    protected @Nullable String institutionIfAny(Optional<String> code, @Context String area) {
        return code.map(known -> PublicIds.institution(known, area)).orElse(null);
    }

    protected Webhook.StatusEnum status(String status) {
        return Webhook.StatusEnum.fromValue(status);
    }

    protected WebhookDelivery.OutcomeEnum outcome(Delivery.Outcome outcome) {
        return WebhookDelivery.OutcomeEnum.fromValue(outcome.code());
    }

    protected @Nullable Integer orNull(Optional<Integer> status) {
        return status.orElse(null);
    }

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
}
