package org.jiayi.app.policy;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * One version of a policy.
 *
 * @param effectiveFrom the first day it holds
 * @param effectiveUntil the first day it no longer holds; empty when open
 */
public record Policy(
        String area,
        UUID policyId,
        String kind,
        String subject,
        String name,
        String document,
        String digestSm3,
        LocalDate effectiveFrom,
        Optional<LocalDate> effectiveUntil,
        String status,
        String draftedBy,
        Optional<String> publishedBy) {}
