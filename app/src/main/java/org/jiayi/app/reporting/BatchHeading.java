package org.jiayi.app.reporting;

import java.util.Optional;
import org.jiayi.app.fee.Payer;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.Batch;

/** What stands at the head of every document of a batch. */
record BatchHeading(Batch batch, String areaName, Optional<Policy> policy) {

    /** The scheme's name, or the payer's where the batch settles its contract fees. */
    String fundName() {
        return InsuranceScheme.find(batch.fund())
                .map(InsuranceScheme::label)
                .orElseGet(() -> Payer.of(batch.fund()).label());
    }

    String batchNumber() {
        return PublicId.of(PublicId.Kind.BATCH, batch.area(), batch.batchId()).toString();
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
