package org.jiayi.app.contract;

import java.time.LocalDate;
import java.util.UUID;

/**
 * 到期提醒: a contract ends soon, and none follows it.
 *
 * @param daysBefore the nearest of the policy's thresholds that has passed
 */
public record Reminder(UUID contractId, UUID residentId, LocalDate lastDay, int daysBefore) {}
