package org.jiayi.app.architecture.violations.modules.paying;

import org.jiayi.app.architecture.violations.modules.counting.internal.CountStore;

class ReachesIntoAnotherModule {

    String count(CountStore store) {
        return store.toString();
    }
}
