package org.jiayi.app.contract.web;

import java.util.Map;
import java.util.Objects;
import org.jiayi.api.model.Amendment;
import org.jiayi.api.model.Contract;
import org.jiayi.api.model.Renewal;
import org.jiayi.api.model.Resumption;
import org.jiayi.api.model.Signing;
import org.jiayi.api.model.Suspension;
import org.jiayi.api.model.Termination;
import org.jiayi.api.model.TransferRequest;
import org.jiayi.api.model.Withdrawal;
import org.jiayi.app.contract.Act;
import org.jiayi.app.contract.ChangeContract;
import org.jiayi.app.contract.Confirm;
import org.jiayi.app.contract.ContractCommand;
import org.jiayi.app.contract.ContractView;
import org.jiayi.app.contract.SignContract;
import org.jiayi.app.kernel.access.Caller;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.kernel.period.KnowledgeTime;
import org.jiayi.app.phone.PhoneAct;
import org.jiayi.app.phone.PhoneBodies;
import org.jiayi.app.phone.PhoneItem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Mono;

/** The acts upon contracts that a phone may keep while it is offline; each is the operation of its own, by its body. */
@Configuration(proxyBeanMethods = false)
class ContractPhoneActs {

    private final ChangeContract changes;
    private final SignContract signContract;
    private final ContractAnswers answers;
    private final PhoneBodies bodies;

    ContractPhoneActs(ChangeContract changes, SignContract signContract, ContractAnswers answers, PhoneBodies bodies) {
        this.changes = changes;
        this.signContract = signContract;
        this.answers = answers;
        this.bodies = bodies;
    }

    @Bean
    PhoneAct signByPhone() {
        return new PhoneAct() {
            @Override
            public String code() {
                return Act.SIGN.code();
            }

            @Override
            public Mono<Done> perform(PhoneItem item, Caller caller) {
                SignContract.Command command = ContractCommands.signing(bodies.read(item, Signing.class), caller);
                return signContract
                        .sign(command, item.key(), caller)
                        .flatMap(answer -> answers.created(command.area(), answer)
                                .map(contract -> done(contract, answer.replayed())));
            }

            @Override
            public Mono<Map<String, Object>> current(PhoneItem item, Caller caller) {
                SignContract.Command command = ContractCommands.signing(bodies.read(item, Signing.class), caller);
                return answers.held(caller, command.area(), command.residentId())
                        .flatMap(ContractPhoneActs.this::shown);
            }
        };
    }

    @Bean
    PhoneAct renewByPhone() {
        return new Change<>(Act.RENEW, Renewal.class, ContractCommands::renewal);
    }

    @Bean
    PhoneAct transferByPhone() {
        return new Change<>(Act.TRANSFER, TransferRequest.class, ContractCommands::transfer);
    }

    @Bean
    PhoneAct amendByPhone() {
        return new Change<>(Act.AMEND, Amendment.class, ContractCommands::amendment);
    }

    @Bean
    PhoneAct terminateByPhone() {
        return new Change<>(
                Act.TERMINATE, Termination.class, (body, area, caller) -> ContractCommands.termination(body));
    }

    @Bean
    PhoneAct withdrawByPhone() {
        return new Change<>(Act.WITHDRAW, Withdrawal.class, (body, area, caller) -> ContractCommands.withdrawal(body));
    }

    @Bean
    PhoneAct suspendByPhone() {
        return new Change<>(Act.SUSPEND, Suspension.class, (body, area, caller) -> ContractCommands.suspension(body));
    }

    @Bean
    PhoneAct resumeByPhone() {
        return new Change<>(Act.RESUME, Resumption.class, (body, area, caller) -> ContractCommands.resumption(body));
    }

    @Bean
    PhoneAct confirmByPhone() {
        return new Change<>(Act.CONFIRM, Withdrawal.class, (body, area, caller) -> new Confirm());
    }

    /** What a body asks for. */
    private interface Wanted<T> {

        ContractCommand in(T body, String area, Caller caller);
    }

    /** An act upon a contract that exists. */
    private final class Change<T> implements PhoneAct {

        private final Act act;
        private final Class<T> body;
        private final Wanted<T> command;

        Change(Act act, Class<T> body, Wanted<T> command) {
            this.act = act;
            this.body = body;
            this.command = command;
        }

        @Override
        public String code() {
            return act.code();
        }

        @Override
        public Mono<Done> perform(PhoneItem item, Caller caller) {
            PublicId contract = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, item.requireSubject()));
            var seen = new ChangeContract.Seen(
                    contract.area(), contract.uuid(), ContractAnswers.version(item.requireSeen()));
            return changes.change(
                            seen, command.in(bodies.read(item, body), contract.area(), caller), item.key(), caller)
                    .flatMap(answer -> answers.answer(contract.area(), contract.uuid(), answer)
                            .map(after -> done(after, answer.replayed())));
        }

        @Override
        public Mono<Map<String, Object>> current(PhoneItem item, Caller caller) {
            PublicId contract = Refused.orThrow(PublicId.parse(PublicId.Kind.CONTRACT, item.requireSubject()));
            return answers.seen(caller, contract.area(), contract.uuid(), KnowledgeTime.ALL)
                    .flatMap(ContractPhoneActs.this::shown);
        }
    }

    private Mono<Map<String, Object>> shown(ContractView contract) {
        return answers.toApi(contract, answers.today()).map(bodies::write);
    }

    private PhoneAct.Done done(ResponseEntity<Contract> answer, boolean replayed) {
        Contract contract = Objects.requireNonNull(answer.getBody());
        return new PhoneAct.Done(contract.getId(), replayed, bodies.write(contract));
    }
}
