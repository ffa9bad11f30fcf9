package org.jiayi.reports.coverage;

/**
 * One group of residents, or all of them. A resident of several groups is counted in each.
 *
 * @param group the group in words
 * @param residents how many live in the area
 * @param contracted how many of them are under contract
 * @param rate contracted ÷ residents, in hundredths of a percent
 */
public record GroupLine(String group, long residents, long contracted, long rate) {}
