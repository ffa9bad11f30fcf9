package org.jiayi.app.architecture.violations;

import java.util.List;

class CountsInBinaryFractions {

    private final Double price = 0.1;

    long discounted(double rate) {
        return Math.round(price * rate);
    }

    List<Double> rates() {
        return List.of();
    }

    long sum(float[] amounts) {
        return amounts.length;
    }
}
