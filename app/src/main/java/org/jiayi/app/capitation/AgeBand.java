package org.jiayi.app.capitation;

import java.util.List;
import org.jiayi.app.kernel.money.Fraction;

/**
 * The people from an age up to the next band.
 *
 * @param code as the policy writes it
 * @param fromAge completed years
 * @param coefficients by sex as the tariff numbers it: unspecified, male, female
 */
record AgeBand(String code, int fromAge, List<Fraction> coefficients) {}
