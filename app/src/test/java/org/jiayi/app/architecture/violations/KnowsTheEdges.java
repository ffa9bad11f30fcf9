package org.jiayi.app.architecture.violations;

import org.jiayi.api.model.PoolingArea;
import org.jiayi.app.architecture.violations.persistence.SomeStore;
import org.jiayi.app.architecture.violations.web.SomeController;

class KnowsTheEdges {

    PoolingArea answer() {
        return new PoolingArea();
    }

    String ask(SomeController controller) {
        return controller.toString();
    }

    String store(SomeStore store) {
        return store.toString();
    }
}
