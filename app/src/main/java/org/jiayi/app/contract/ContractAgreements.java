package org.jiayi.app.contract;

import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** What contracts ask of whoever keeps the agreements (签约服务协议书): a contract and its agreement are one act. */
public interface ContractAgreements {

    /** Concludes the agreements of contracts just signed, in the transaction that signs them. Never called for paper. */
    Mono<Void> conclude(String area, List<NewContract> contracts, String recordedBy, Instant at);
}
