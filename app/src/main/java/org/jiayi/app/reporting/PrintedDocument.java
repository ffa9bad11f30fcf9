package org.jiayi.app.reporting;

/**
 * A rendered document.
 *
 * @param name of its file, Chinese and with its ending
 * @param content its bytes, which the receiver does not change
 */
public record PrintedDocument(String name, DocumentFormat format, byte[] content) {}
