package org.jiayi.app.fee;

import java.util.List;
import java.util.Map;
import org.jiayi.app.fulfilment.ItemPayer;
import org.jiayi.app.fulfilment.ServiceCatalogue;
import org.jiayi.app.fulfilment.ServiceItem;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.Refusal;
import org.jiayi.app.kernel.decision.RefusalCode;

/** Whether the service items that a fee says it covers are those that the contract fee pays for (DOMAIN §4). */
final class CoveredItems {

    private CoveredItems() {}

    /** Accepts the policy, or refuses the first item that the package does not hold or that public health pays for. */
    static Decision<FeePolicy> check(FeePolicy policy, ServiceCatalogue catalogue) {
        for (int price = 0; price < policy.fees().size(); price++) {
            PackageFee fee = policy.fees().get(price);
            List<ServiceItem> held = catalogue.packages().getOrDefault(fee.servicePackage(), List.of());
            for (int index = 0; index < fee.items().size(); index++) {
                String code = fee.items().get(index);
                String pointer = "/packages/" + price + "/items/" + index;
                List<ServiceItem> meant =
                        held.stream().filter(item -> item.code().equals(code)).toList();
                if (meant.isEmpty()) {
                    return Decision.refuse(new Refusal(RefusalCode.UNKNOWN_SERVICE_ITEM, pointer, Map.of()));
                }
                if (meant.stream().anyMatch(item -> item.paidBy() == ItemPayer.PUBLIC_HEALTH)) {
                    return Decision.refuse(new Refusal(RefusalCode.ITEM_PAID_TWICE, pointer, Map.of()));
                }
            }
        }
        return Decision.accept(policy);
    }

    /** Accepts the catalogue, or refuses it for the first item that public health is to pay for and a fee covers. */
    static Decision<ServiceCatalogue> check(ServiceCatalogue catalogue, FeePolicy policy) {
        return policy.fees().stream()
                .flatMap(fee -> catalogue.packages().getOrDefault(fee.servicePackage(), List.of()).stream()
                        .filter(item -> item.paidBy() == ItemPayer.PUBLIC_HEALTH)
                        .filter(item -> fee.items().contains(item.code())))
                .findFirst()
                .<Decision<ServiceCatalogue>>map(item -> Decision.refuse(new Refusal(
                        RefusalCode.ITEM_PAID_TWICE, "", Map.of("item", item.code(), "feePolicy", policy.name()))))
                .orElseGet(() -> Decision.accept(catalogue));
    }
}
