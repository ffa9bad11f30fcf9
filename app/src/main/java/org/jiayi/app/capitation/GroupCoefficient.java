package org.jiayi.app.capitation;

import org.jiayi.app.kernel.money.Fraction;
import org.jiayi.app.resident.PopulationGroup;

/** The coefficient of a population group, in place of the one of age and sex. */
record GroupCoefficient(PopulationGroup group, Fraction coefficient) {}
