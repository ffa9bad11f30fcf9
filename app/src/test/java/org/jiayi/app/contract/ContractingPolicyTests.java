package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.jiayi.app.PolicySchema;
import org.jiayi.app.policy.PolicyReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

/** 签约政策: what a document may say, and when contracts begin and end by it. */
class ContractingPolicyTests {

    private static final PolicyReader<ContractingPolicy> READER =
            PolicyReader.of(new ObjectMapper(), ContractingPolicy.Document.class, ContractingPolicy::of);

    /** What a schema cannot say: that numbers go down. */
    private static final String BEYOND_THE_SCHEMA = "/reminderDays/1";

    private static final PolicySchema SCHEMA = new PolicySchema("contracting");

    private static String told(String settings) {
        return READER.read(document(settings))
                .fold(refusal -> refusal.code().code() + " at " + refusal.field(), policy -> "sound");
    }

    private static ContractingPolicy policy(String settings) {
        return READER.read(document(settings))
                .fold(
                        refusal -> {
                            throw new AssertionError(refusal);
                        },
                        policy -> policy);
    }

    private static String document(String settings) {
        return ("{'kind': 'contracting', 'name': '示范县签约政策'" + (settings.isEmpty() ? "" : ", " + settings) + "}")
                .replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # settings                                          | answer
            ``                                                  | sound
            'start': 'fixed_day', 'fixedDay': '07-01'           | sound
            'start': 'fixed_day'                                | policy_invalid at /fixedDay
            'start': 'fixed_day', 'fixedDay': '02-29'           | policy_invalid at /fixedDay
            'start': 'some_day'                                 | policy_invalid at /start
            'termMonths': 11                                    | policy_invalid at /termMonths
            'termMonths': 36                                    | sound
            'termMonths': 37                                    | policy_invalid at /termMonths
            'backdatingDays': -1                                | policy_invalid at /backdatingDays
            'reminderDays': [60, 30, 7]                         | sound
            'reminderDays': [60, 30]                            | policy_invalid at /reminderDays
            'reminderDays': [7, 30, 60]                         | policy_invalid at /reminderDays/1
            'reminderDays': [60, 30, 0]                         | policy_invalid at /reminderDays/2
            'automaticRenewal': ''                              | policy_invalid at /automaticRenewal
            'overCapacity': 'graded'                            | sound
            'overCapacity': 'ignore'                            | policy_invalid at /overCapacity
            'offerMinutes': 0                                   | policy_invalid at /offerMinutes
            'start': 'on_payment', 'paymentDays': 90            | sound
            'start': 'on_payment', 'paymentDays': 0             | policy_invalid at /paymentDays
            'paymentDays': 91                                   | policy_invalid at /paymentDays
            'capacityPerFamilyDoctor': 2000                     | sound
            'capacityPerFamilyDoctor': 0                        | policy_invalid at /capacityPerFamilyDoctor
            """)
    void a_document_is_sound_or_says_where_it_is_not(String settings, String answer) {
        assertThat(told(settings)).isEqualTo(answer);
        assertThat(SCHEMA.fits(document(settings)))
                .isEqualTo(answer.equals("sound") || answer.equals("policy_invalid at " + BEYOND_THE_SCHEMA));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # settings                                | signed on  | first day  | last day
            ``                                        | 2026-03-31 | 2026-03-31 | 2027-03-30
            'start': 'on_signing'                     | 2024-02-29 | 2024-02-29 | 2025-02-27
            'start': 'on_payment'                     | 2026-03-31 | 2026-03-31 | 2027-03-30
            'start': 'next_month'                     | 2026-12-31 | 2027-01-01 | 2027-12-31
            'start': 'next_month', 'termMonths': 36   | 2026-03-01 | 2026-04-01 | 2029-03-31
            'start': 'fixed_day', 'fixedDay': '07-01' | 2026-06-30 | 2026-07-01 | 2027-06-30
            'start': 'fixed_day', 'fixedDay': '07-01' | 2026-07-01 | 2026-07-01 | 2027-06-30
            'start': 'fixed_day', 'fixedDay': '07-01' | 2026-07-02 | 2027-07-01 | 2028-06-30
            """)
    void contracts_begin_and_end_by_the_policy(String settings, LocalDate signedOn, LocalDate first, LocalDate last) {
        var policy = policy(settings);
        assertThat(policy.firstDay(signedOn)).isEqualTo(first);
        assertThat(policy.lastDay(first)).isEqualTo(last);
        assertThat(policy.allowsFirstDay(first, policy.firstDay(signedOn))).isTrue();
    }

    @Test
    void only_where_the_day_is_chosen_may_another_one_be_chosen() {
        var day = LocalDate.of(2026, 3, 5);
        assertThat(policy("").allowsFirstDay(day.plusDays(1), day)).isTrue();
        assertThat(policy("'start': 'on_signing'").allowsFirstDay(day.plusDays(1), day))
                .isFalse();
    }
}
