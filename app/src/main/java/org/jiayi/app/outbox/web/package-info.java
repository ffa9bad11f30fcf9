/** The outbox's part of the API: events by position, webhooks and their deliveries. */
@NullMarked
package org.jiayi.app.outbox.web;

import org.jspecify.annotations.NullMarked;
