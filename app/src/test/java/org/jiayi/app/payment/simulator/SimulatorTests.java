package org.jiayi.app.payment.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.jiayi.app.kernel.money.Money;
import org.jiayi.app.payment.PaymentProvider;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

/** The simulator is there where it is switched on, and believes its own key only. */
class SimulatorTests {

    private static final PaymentProvider.Paid PAID = new PaymentProvider.Paid(
            "43990100000000000000000000000001", "S1", Money.ofFen(2_000), "CNY", Instant.parse("2026-01-15T01:00:00Z"));

    private static SimulatorNotices notices(String key) {
        return new SimulatorNotices(
                key.isEmpty() ? "" : Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)),
                new JsonMapper());
    }

    private static String read(SimulatorNotices by, PaymentProvider.Message message) {
        return by.read(message)
                .fold(
                        refusal -> refusal.code().code(),
                        notice -> notice.paid()
                                .map(PaymentProvider.Paid::toString)
                                .orElse("nothing"));
    }

    @Test
    void it_is_absent_unless_somebody_switches_it_on() {
        var runner = new ApplicationContextRunner()
                .withBean(JsonMapper.class)
                .withUserConfiguration(Simulator.class, SimulatorBooks.class, SimulatorNotices.class);
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PaymentProvider.class));
        runner.withPropertyValues("jiayi.payments.simulator=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PaymentProvider.class));
        runner.withPropertyValues("jiayi.payments.simulator=true")
                .run(context -> assertThat(context).hasFailed()); // it wants a database
    }

    @Test
    void it_believes_its_own_key() {
        var own = notices("k".repeat(32));
        assertThat(read(own, own.of(PAID))).isEqualTo(PAID.toString());
        assertThat(read(notices("k".repeat(32)), own.of(PAID))).isEqualTo(PAID.toString());
        assertThat(read(notices("x".repeat(32)), own.of(PAID))).isEqualTo("notice_not_genuine");
        assertThat(read(notices(""), notices("").of(PAID))).isEqualTo("notice_not_genuine");
        assertThat(read(own, new PaymentProvider.Message(Map.of(), own.of(PAID).body())))
                .isEqualTo("notice_not_genuine");
    }
}
