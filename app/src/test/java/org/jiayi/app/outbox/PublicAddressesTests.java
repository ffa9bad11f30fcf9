package org.jiayi.app.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook leads to the public internet and nowhere else. */
class PublicAddressesTests {

    private static final WebhookAddresses STRICT = new WebhookAddresses(false);
    private static final WebhookAddresses INSECURE = new WebhookAddresses(true);

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "1.1.1.1", "101.6.6.6", "172.32.0.1", "100.128.0.1", "2400:3200::1", "2606:4700::1111"
            })
    void are_public(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "198.18.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:db8::1",
                "2001::1",
                "fec0::1"
            })
    void are_not_public(String address) throws UnknownHostException {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/hook",
                "https://example.org:8443/hook?a=b",
                "https://8.8.8.8/hook",
                "https://[2606:4700::1111]/hook"
            })
    void may_be_registered(String url) {
        assertThat(code(STRICT, url)).isEqualTo("taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/hook",
                "ftp://example.org/",
                "https://user:secret@example.org/",
                "https://example.org/#part",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.1/",
                "https://[::1]/",
                "https://[::ffff:169.254.169.254]/",
                "https://169.254.169.254/latest/meta-data/",
                "https:///hook",
                "https:hook",
                "//example.org/",
                "example.org",
                "",
                "https://exa mple.org/",
                "https://_/"
            })
    void may_not_be_registered(String url) {
        assertThat(code(STRICT, url)).isEqualTo(RefusalCode.WEBHOOK_ADDRESS_NOT_ALLOWED.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/hook", "http://localhost/hook", "https://[::1]/hook"})
    void may_be_registered_in_a_demo_only(String url) {
        assertThat(code(INSECURE, url)).isEqualTo("taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1/hook", "https://169.254.169.254/", "http://192.168.1.1/"})
    void may_not_be_registered_even_in_a_demo(String url) {
        assertThat(code(INSECURE, url)).isEqualTo(RefusalCode.WEBHOOK_ADDRESS_NOT_ALLOWED.code());
    }

    private static String code(WebhookAddresses addresses, String url) {
        return addresses.check(url).fold(refusal -> refusal.code().code(), uri -> "taken");
    }
}
