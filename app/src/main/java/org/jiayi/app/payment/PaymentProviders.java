package org.jiayi.app.payment;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.stereotype.Component;

/** The providers that are configured, by their codes. */
@Component
class PaymentProviders {

    private final Map<String, PaymentProvider> byCode;

    PaymentProviders(List<PaymentProvider> providers) {
        this.byCode =
                providers.stream().collect(Collectors.toUnmodifiableMap(PaymentProvider::code, Function.identity()));
    }

    /** The provider of that code, or a refusal. */
    Decision<PaymentProvider> get(String code) {
        PaymentProvider provider = byCode.get(code);
        return provider == null
                ? Decision.refuse(RefusalCode.UNKNOWN_PROVIDER, "/provider")
                : Decision.accept(provider);
    }
}
