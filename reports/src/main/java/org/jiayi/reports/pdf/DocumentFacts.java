package org.jiayi.reports.pdf;

import java.time.LocalDate;

/**
 * What a PDF says about itself, for archives and screen readers.
 *
 * @param title the name of the document, with whose and of when it is
 * @param author the organisation that issues it
 * @param batchNumber the settlement batch that it belongs to
 * @param date the day it is dated by; the file never carries the time at which it was rendered
 * @param digestSm3 the digest of the batch
 */
public record DocumentFacts(String title, String author, String batchNumber, LocalDate date, String digestSm3) {}
