package org.jiayi.app.imports;

/**
 * A row that was refused, without a word of what it said.
 *
 * @param line where it stands in the file
 * @param code the refusal's code, as in answers
 * @param field the column at fault; empty where it is the row
 */
public record RefusedRow(long line, String code, String field) {}
