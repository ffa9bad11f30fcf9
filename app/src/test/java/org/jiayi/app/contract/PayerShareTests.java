package org.jiayi.app.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.jiayi.app.kernel.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a price a resident has to consent to, and what of it to pay before the contract begins. */
class PayerShareTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # payer            | fen  | to consent to | to pay
            resident           | 2000 | true          | true
            resident           | 0    | false         | false
            personal_account   | 2000 | true          | false
            personal_account   | 0    | false         | false
            pooled_fund        | 2000 | false         | false
            medical_assistance | 2000 | false         | false
            """)
    void the_residents_own_money_needs_consent(String payer, long fen, boolean consent, boolean pay) {
        PayerShare share = new PayerShare(payer, payer, Money.ofFen(fen));
        assertThat(share.needsConsent()).isEqualTo(consent);
        assertThat(share.isToBePaidByResident()).isEqualTo(pay);
    }
}
