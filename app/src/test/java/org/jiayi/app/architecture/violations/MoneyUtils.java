package org.jiayi.app.architecture.violations;

class MoneyUtils {

    static final class ContractDTO {}
}
