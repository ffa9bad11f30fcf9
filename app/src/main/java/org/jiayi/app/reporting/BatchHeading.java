package org.jiayi.app.reporting;

import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.policy.Policy;
import org.jiayi.app.resident.InsuranceScheme;
import org.jiayi.app.settlement.Batch;
import org.jiayi.app.settlement.BatchLine;

/** What stands at the head of every document of a batch. */
record BatchHeading(Batch batch, String areaName, Policy policy, VerificationAddresses addresses) {

    String schemeName() {
        return InsuranceScheme.find(batch.scheme()).orElseThrow().label();
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

    /** The policy as people cite it: its name and the first day it holds. */
    String policyVersion() {
        return policy.name() + "（" + policy.effectiveFrom() + "）";
    }

    String fileStem(String what) {
        return what + "-" + batch.scheme() + "-" + batch.month();
    }
}
