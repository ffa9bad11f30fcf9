package org.jiayi.app.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jiayi.app.digest.ContentDigest;
import org.junit.jupiter.api.Test;

/** The text that is digested is the same for the same terms, and says all of them. */
class CanonicalTextTests {

    @Test
    void is_written_as_the_decision_record_says() {
        assertThat(CanonicalText.write(terms("欧阳㐂䶮", "李大明（父亲）"))).isEqualTo("""
                jiayi-agreement/1
                agreement=agr_439901_1
                contract=ctr_439901_2
                template=v1
                area=439901|示范县
                institution=H43990100003|青石社区卫生服务中心
                team=T001|第1家庭医生团队|梁平国
                resident=欧阳㐂䶮|439901**********12
                signer=guardian|李大明（父亲）
                confirmUntil=
                package=basic|基础包
                service=health_assessment|年度健康评估|1|clinic,home|contract_fee
                term=2026-02-01|2027-01-31
                feeFen=12000
                share=public_health|基本公共卫生服务经费|3000
                share=resident|个人|9000
                signedOn=2026-01-15
                consentedAt=2026-01-15T01:00:00Z

                # 一、服务内容
                按约定提供服务。
                """);
    }

    /** A digest that is on paper must never come out otherwise. */
    @Test
    void its_digest_stays_what_it_was() {
        assertThat(ContentDigest.of(CanonicalText.write(terms("欧阳㐂䶮", ""))).sm3())
                .isEqualTo("a44a2081aa2cbce5dbf94ea593063ee9438231080677146f6a40cce2318356ef");
    }

    @Test
    void whatever_is_written_is_read_as_it_was() {
        var random = new Random(20260115);
        var signs = List.of("a", "|", "\\", "\n", "\r", "=", "n", "p", "欧", "𠮷", ",", " ", "\\n", "\\p");
        for (int round = 0; round < 2_000; round++) {
            var terms = terms(text(random, signs), text(random, signs));
            var canonical = CanonicalText.write(terms);
            assertThat(CanonicalText.read(canonical)).isEqualTo(terms);
            assertThat(CanonicalText.write(CanonicalText.read(canonical))).isEqualTo(canonical);
        }
    }

    private static String text(Random random, List<String> signs) {
        var text = new StringBuilder();
        IntStream.range(0, random.nextInt(12)).forEach(i -> text.append(signs.get(random.nextInt(signs.size()))));
        return text.toString();
    }

    @Test
    void another_text_is_no_agreement() {
        assertThatThrownBy(() -> CanonicalText.read("jiayi-agreement/2\n\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalText.read("jiayi-agreement/1\n\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void todays_template_has_its_clauses_and_keeps_its_words() {
        assertThat(AgreementTemplate.CURRENT.version()).isEqualTo("v1");
        assertThat(AgreementTemplate.CURRENT.clauses())
                .hasSizeGreaterThan(12)
                .first()
                .isEqualTo("# 一、服务内容与方式");
        assertThat(ContentDigest.of(String.join("\n", AgreementTemplate.CURRENT.clauses()))
                        .sm3())
                .as("a new wording is a new version, in a new file")
                .isEqualTo("723e6800fe1980c6662a5404086a34bb28c320211dce178e8340f2852b2a26ce");
    }

    private static AgreementTerms terms(String resident, String guardian) {
        return new AgreementTerms(
                "agr_439901_1",
                "ctr_439901_2",
                "v1",
                "439901",
                "示范县",
                "H43990100003",
                "青石社区卫生服务中心",
                "T001",
                "第1家庭医生团队",
                "梁平国",
                resident,
                "439901**********12",
                "guardian",
                guardian,
                Optional.empty(),
                "basic",
                "基础包",
                List.of(new AgreementTerms.Service(
                        "health_assessment", "年度健康评估", 1, List.of("clinic", "home"), "contract_fee")),
                LocalDate.of(2026, 2, 1),
                LocalDate.of(2027, 1, 31),
                12_000,
                List.of(
                        new AgreementTerms.Share("public_health", "基本公共卫生服务经费", 3_000),
                        new AgreementTerms.Share("resident", "个人", 9_000)),
                LocalDate.of(2026, 1, 15),
                Instant.parse("2026-01-15T01:00:00Z"),
                List.of("# 一、服务内容", "按约定提供服务。"));
    }
}
