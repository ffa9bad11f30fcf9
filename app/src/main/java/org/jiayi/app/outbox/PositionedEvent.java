package org.jiayi.app.outbox;

import java.time.Instant;

/**
 * An event in its place among all of its pooling area.
 *
 * @param position from 1, without gaps
 * @param occurredAt the moment at which it was recorded
 */
public record PositionedEvent(long position, OutboxEvent event, Instant occurredAt) {}
