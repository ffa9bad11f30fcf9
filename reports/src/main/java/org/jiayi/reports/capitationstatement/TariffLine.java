package org.jiayi.reports.capitationstatement;

/**
 * One row of the tariff and how many person-months it counted.
 *
 * @param label the risk group in words, for example 65岁及以上·女·高血压
 * @param annualQuotaYuan the yearly amount per head in yuan, as text because it may be a fraction
 * @param heads the person-months counted
 */
public record TariffLine(String label, String annualQuotaYuan, long heads) {}
