package org.jiayi.app.web;

import jakarta.validation.Validator;
import java.util.function.Supplier;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInvocation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.validation.beanvalidation.MethodValidationInterceptor;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

/**
 * Checks of what the contract says about parameters and bodies, by Spring's own means. The contract knows no groups of
 * checks, for which Spring would search the annotations of a controller on every call, at half the price of the call.
 */
@Configuration(proxyBeanMethods = false)
class RequestValidation {

    private static final Class<?>[] NO_GROUPS = {};

    @Bean
    static MethodValidationPostProcessor requestsAreValidated(ObjectProvider<Validator> validator) {
        MethodValidationPostProcessor validated = new MethodValidationPostProcessor() {
            @Override
            protected Advice createMethodValidationAdvice(Supplier<Validator> checks) {
                return new WithoutGroups(checks);
            }
        };
        validated.setProxyTargetClass(true);
        validated.setValidatorProvider(validator);
        return validated;
    }

    private static final class WithoutGroups extends MethodValidationInterceptor {

        WithoutGroups(Supplier<Validator> validator) {
            super(validator);
        }

        @Override
        protected Class<?>[] determineValidationGroups(MethodInvocation call) {
            return NO_GROUPS;
        }
    }
}
