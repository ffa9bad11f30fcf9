package org.jiayi.app.outbox;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jiayi.app.kernel.decision.Decision;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Which addresses a webhook may have: https on the public internet. What a name leads to is asked when it is called, not
 * when it is registered, because its owner may change it in between.
 */
@Component
class WebhookAddresses {

    static final int URL_CHARACTERS_MAX = 500;

    /** What a resolver may read as a number rather than ask for as a name: 127.1, 0x7f000001, [::1]. */
    private static final Pattern NUMERIC =
            Pattern.compile("\\[.*]|(0x[0-9a-fA-F]*|[0-9]+)(\\.(0x[0-9a-fA-F]*|[0-9]+))*\\.?");

    private final boolean insecure;

    /**
     * @param insecure demo and test only: plain http and addresses of this machine are allowed as well
     */
    WebhookAddresses(@Value("${jiayi.webhooks.insecure:false}") boolean insecure) {
        this.insecure = insecure;
    }

    /** The address, if its form is one that may be registered. */
    Decision<URI> check(String url) {
        return url.length() <= URL_CHARACTERS_MAX && isSound(url)
                ? Decision.accept(URI.create(url))
                : Decision.refuse(RefusalCode.WEBHOOK_ADDRESS_NOT_ALLOWED, "/url");
    }

    private boolean isSound(String url) {
        try {
            URI uri = new URI(url);
            String host = uri.getHost();
            return ("https".equals(uri.getScheme()) || insecure && "http".equals(uri.getScheme()))
                    && host != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && (!NUMERIC.matcher(host).matches() || allowsLiteral(host));
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    /** Whether a host that is written as a number may be called; a name is looked up first. */
    boolean allowsHost(String host) {
        return !NUMERIC.matcher(host).matches() || allowsLiteral(host);
    }

    private boolean allowsLiteral(String host) {
        try {
            return allows(InetAddress.getByName(host));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** Whether this address may be called. */
    boolean allows(InetAddress address) {
        return PublicAddresses.isPublic(address) || insecure && address.isLoopbackAddress();
    }
}
