package org.jiayi.reports.text;

import java.time.LocalDate;
import java.time.YearMonth;

/** Shows months and days as Chinese documents head them. */
public final class Period {

    private Period() {}

    /**
     * Writes a month, for example 2026年3月.
     *
     * @param month the month
     * @return year and month in figures
     */
    public static String of(YearMonth month) {
        return month.getYear() + "年" + month.getMonthValue() + "月";
    }

    /**
     * Writes a day, for example 2026年3月31日.
     *
     * @param day the day
     * @return year, month and day in figures
     */
    public static String of(LocalDate day) {
        return of(YearMonth.from(day)) + day.getDayOfMonth() + "日";
    }
}
