package org.jiayi.app.fulfilment.web;

import java.util.Map;
import java.util.UUID;
import org.jiayi.api.model.ServiceEntry;
import org.jiayi.app.fulfilment.ServiceRecords;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.phone.PhoneAct;
import org.jiayi.app.phone.PhoneBodies;
import org.jiayi.app.phone.PhoneItem;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A delivered service that a phone kept while it was offline. It changes nothing that the phone saw, so it names no version. */
@Component
class RecordServiceByPhone implements PhoneAct {

    private final ServiceRecords records;
    private final FulfilmentMapper mapper;
    private final PhoneBodies bodies;

    RecordServiceByPhone(ServiceRecords records, FulfilmentMapper mapper, PhoneBodies bodies) {
        this.records = records;
        this.mapper = mapper;
        this.bodies = bodies;
    }

    @Override
    public String code() {
        return "record_service";
    }

    /** Phones of residents send outboxes too, but only teams enter what they delivered. */
    @Override
    public Mono<Done> perform(PhoneItem item, Caller caller) {
        if (!caller.roles().contains(Role.TEAM)) {
            return Mono.error(new Refused(RefusalCode.FORBIDDEN));
        }
        PublicId contract = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, item.requireSubject()));
        return records.enter(mapper.fromApi(contract, bodies.read(item, ServiceEntry.class)), item.key(), caller)
                .flatMap(answer -> records.get(contract.area(), UUID.fromString(answer.id()), caller)
                        .map(shown ->
                                new Done(item.requireSubject(), answer.replayed(), bodies.write(mapper.toApi(shown)))));
    }

    @Override
    public Mono<Map<String, Object>> current(PhoneItem item, Caller caller) {
        return Mono.empty();
    }
}
