package org.jiayi.app.architecture.violations.web;

import org.jiayi.api.model.PoolingArea;

public class SomeController {

    PoolingArea allowed() {
        return new PoolingArea();
    }
}
