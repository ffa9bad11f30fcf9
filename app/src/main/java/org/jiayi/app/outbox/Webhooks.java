package org.jiayi.app.outbox;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jiayi.app.database.CommandKeys;
import org.jiayi.app.database.NamedLocks;
import org.jiayi.app.database.ShieldedTransactions;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Registers, shows and ends webhooks. An institution has its own and sees no others; the bureau sees the area's. */
@Component
public class Webhooks {

    /** How many webhooks one owner may have at a time. */
    static final int WEBHOOKS_MAX = 20;

    private final WebhookStore store;
    private final WebhookSecrets secrets;
    private final WebhookAddresses addresses;
    private final Outbox outbox;
    private final ShieldedTransactions transactions;
    private final CommandKeys keys;
    private final NamedLocks locks;
    private final Clock clock;

    Webhooks(
            WebhookStore store,
            WebhookSecrets secrets,
            WebhookAddresses addresses,
            Outbox outbox,
            ShieldedTransactions transactions,
            CommandKeys keys,
            NamedLocks locks,
            Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.addresses = addresses;
        this.outbox = outbox;
        this.transactions = transactions;
        this.keys = keys;
        this.locks = locks;
        this.clock = clock;
    }

    /**
     * A webhook with the secret that was just made for it.
     *
     * @param secret empty where the request is a repeated one: a secret is shown once, and a lost one is renewed
     */
    public record Shown(Webhook webhook, Optional<String> secret) {}

    /** Registers a webhook for what happens from now on, once per key. */
    public Mono<Shown> register(String area, String url, List<String> kinds, String key, Caller caller) {
        Refused.orThrow(addresses.check(url));
        Optional<String> owner = owner(caller.scope());
        return outbox.sequence(area)
                .then(once(
                        area,
                        key,
                        "register " + url + " " + kinds,
                        caller,
                        () -> locks.take("webhooks:" + area)
                                .then(store.count(area, owner))
                                .flatMap(held -> held < WEBHOOKS_MAX
                                        ? Mono.just(UuidCreator.getTimeOrderedEpoch())
                                        : Mono.<UUID>error(new Refused(RefusalCode.TOO_MANY_WEBHOOKS)))
                                .flatMap(id -> store.add(area, id, url, kinds, owner, caller.subject(), clock.instant())
                                        .thenReturn(id))));
    }

    /** Makes a new secret for the webhook, once per key; the old one signs too for {@link WebhookSecrets#OVERLAP}. */
    public Mono<Shown> renewSecret(String area, UUID webhookId, String key, Caller caller) {
        return get(area, webhookId, caller.scope())
                .flatMap(webhook -> once(
                        area,
                        key,
                        "renew " + webhookId,
                        caller,
                        () -> locks.take("webhook:" + webhookId).thenReturn(webhookId)));
    }

    private Mono<Shown> once(String area, String key, String content, Caller caller, Supplier<Mono<UUID>> command) {
        AtomicReference<@Nullable String> shown = new AtomicReference<>();
        return transactions
                .run(() -> keys.once(
                        area,
                        caller,
                        key,
                        content,
                        () -> command.get()
                                .flatMap(id -> secrets.renew(area, id)
                                        .doOnNext(shown::set)
                                        .thenReturn(id.toString()))))
                .flatMap(answer -> get(area, UUID.fromString(answer.id()), caller.scope()))
                .map(webhook -> new Shown(webhook, Optional.ofNullable(shown.get())));
    }

    /** The webhook of that id; refused where there is none in the caller's reach. */
    public Mono<Webhook> get(String area, UUID webhookId, Scope scope) {
        return store.find(area, webhookId, owner(scope))
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }

    /** The webhooks in the caller's reach, newest first. */
    public Flux<Webhook> list(String area, Scope scope) {
        return store.list(area, owner(scope));
    }

    /** Ends the webhook: nothing is sent to it any more. */
    public Mono<Void> end(String area, UUID webhookId, Scope scope) {
        return get(area, webhookId, scope).flatMap(webhook -> store.end(area, webhookId, clock.instant()));
    }

    /** The attempts to deliver before the given one, newest first. */
    public Flux<Delivery> deliveries(
            String area, UUID webhookId, long beforePosition, int beforeAttempt, int limit, Scope scope) {
        return get(area, webhookId, scope)
                .thenMany(store.deliveries(area, webhookId, beforePosition, beforeAttempt, limit));
    }

    /** Whose webhooks a caller deals with; who is tied to an institution that the token does not name deals with none. */
    private static Optional<String> owner(Scope scope) {
        if (scope.institution().filter(String::isEmpty).isPresent()) {
            throw new Refused(RefusalCode.NOT_FOUND);
        }
        return scope.institution();
    }
}
