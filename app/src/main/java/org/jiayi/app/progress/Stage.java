package org.jiayi.app.progress;

/**
 * A part of a job that is counted by itself.
 *
 * @param code the name in the API
 * @param label in Chinese
 * @param labelEn in English
 * @param unit what is counted in it: rows, lines, files, signatures, contracts, teams or months
 */
public record Stage(String code, String label, String labelEn, String unit) {}
