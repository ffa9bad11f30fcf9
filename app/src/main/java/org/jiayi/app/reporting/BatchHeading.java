package org.jiayi.app.reporting;

import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.Batch;

/** What stands at the head of every document of a batch. */
record BatchHeading(Batch batch, String areaName, Policy policy) {

    String schemeName() {
        return InsuranceScheme.find(batch.scheme()).orElseThrow().label();
    }

    String batchNumber() {
        return PublicId.of(PublicId.Kind.BATCH, batch.area(), batch.batchId()).toString();
    }

    /** The policy as people cite it: its name and the first day it holds. */
    String policyVersion() {
        return policy.name() + "（" + policy.effectiveFrom() + "）";
    }

    String fileStem(String what) {
        return what + "-" + batch.scheme() + "-" + batch.month();
    }
}
