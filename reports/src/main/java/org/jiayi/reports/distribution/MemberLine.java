package org.jiayi.reports.distribution;

/**
 * What a member gets.
 *
 * @param name the member's name
 * @param points the member's points, as they were given
 * @param amountFen the member's part
 */
public record MemberLine(String name, String points, long amountFen) {}
