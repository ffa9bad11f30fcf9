package org.jiayi.app.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Spring's table of controllers, read by address: Spring itself tries every operation of the contract on every request. Only
 * the way to the one operation that fits is shortened; where none fits, or more than one, Spring is asked.
 */
final class OperationMapping extends RequestMappingHandlerMapping {

    private final AddressTree<Operation> operations = new AddressTree<>();

    private record Operation(RequestMappingInfo mapping, HandlerMethod controller) {}

    @Override
    public void afterPropertiesSet() {
        super.afterPropertiesSet();
        getHandlerMethods().forEach((mapping, controller) -> {
            for (PathPattern pattern : mapping.getPatternsCondition().getPatterns()) {
                operations.put(pattern.getPatternString(), new Operation(mapping, controller));
            }
        });
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(ServerWebExchange exchange) throws Exception {
        List<Operation> fitting = new ArrayList<>();
        for (Operation here : operations.at(exchange.getRequest().getPath().pathWithinApplication())) {
            RequestMappingInfo match = getMatchingMapping(here.mapping(), exchange);
            if (match != null) {
                fitting.add(new Operation(match, here.controller()));
            }
        }
        if (fitting.size() != 1) {
            return super.lookupHandlerMethod(exchange);
        }
        Operation only = fitting.get(0);
        handleMatch(only.mapping(), only.controller(), exchange);
        return only.controller();
    }
}
