package org.jiayi.app.reporting;

import java.util.Optional;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchKind;
import org.jiayi.app.settlement.BatchLine;
import org.jiayi.app.settlement.Fund;

/** What stands at the head of every document of a batch. */
record BatchHeading(Batch batch, String areaName, Optional<Policy> policy, VerificationAddresses addresses) {

    /** The scheme's name, the payer's where the batch settles its contract fees, or who distributes its own income. */
    String fundName() {
        if (Fund.isInstitution(batch.fund())) {
            return "机构签约服务费收入";
        }
        return InsuranceScheme.find(batch.fund())
                .map(InsuranceScheme::label)
                .orElseGet(() -> Payer.of(batch.fund()).label());
    }

    String kindName() {
        return switch (batch.kind()) {
            case BatchKind.CAPITATION_MONTH -> "门诊统筹按人头预付";
            case BatchKind.CONTRACT_FEE -> "签约服务费";
            case BatchKind.YEAR_END -> "年终清算";
            case BatchKind.STAFF_DISTRIBUTION -> "绩效分配";
            case BatchKind.ADJUSTMENT -> "调整";
            default -> throw new IllegalStateException("no paper for a " + batch.kind());
        };
    }

    String batchNumber() {
        return number().toString();
    }

    private PublicId number() {
        return PublicId.of(PublicId.Kind.BATCH, batch.area(), batch.batchId());
    }

    /** Where the whole can be checked. */
    String verificationAddress() {
        return addresses.of(number(), batch.digestSm3(), batch.entitlementFen());
    }

    /** Where a payee's line can be checked. */
    String verificationAddress(BatchLine line) {
        return addresses.of(number(), batch.digestSm3(), line.entitlementFen(), line.payee());
    }

    /** The policy as people cite it: its name and the first day it holds; a dash where no single one decides the figures. */
    String policyVersion() {
        return policy.map(known -> known.name() + "（" + known.effectiveFrom() + "）")
                .orElse("—");
    }

    String fileStem(String what) {
        return what + "-" + batch.fund() + "-" + batch.month();
    }
}
