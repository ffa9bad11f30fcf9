/**
 * Visits (就诊): what residents were treated for and what the funds paid, each under the contract of its day; referrals (转诊), and
 * what of visits elsewhere is charged to a payee.
 *
 * <p>A visit is stamped with its contract when it comes in, and stamped anew where a contract is heard of late; nothing it says
 * is overwritten; one that is wrong is cancelled (冲销), and may be taken in anew. It moves no money: who deducts,
 * monthly or at the year end, asks {@link org.jiayi.app.visit.VisitCharges}.
 */
@ApplicationModule(
        allowedDependencies = {"kernel", "database", "imports", "web", "worker", "organisation", "resident", "policy"})
@NullMarked
package org.jiayi.app.visit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
