package org.jiayi.app.outbox;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses lie on the public internet. A webhook goes nowhere else: or whoever may register one could have this
 * server ask its own neighbours, such as a cloud's metadata service.
 */
final class PublicAddresses {

    /** What the registries of IANA keep for special purposes and the JDK's own questions do not all cover. */
    private static final List<Block> SPECIAL = List.of(
            new Block("0.0.0.0", 8),
            new Block("10.0.0.0", 8),
            new Block("100.64.0.0", 10),
            new Block("127.0.0.0", 8),
            new Block("169.254.0.0", 16),
            new Block("172.16.0.0", 12),
            new Block("192.0.0.0", 24),
            new Block("192.0.2.0", 24),
            new Block("192.88.99.0", 24),
            new Block("192.168.0.0", 16),
            new Block("198.18.0.0", 15),
            new Block("198.51.100.0", 24),
            new Block("203.0.113.0", 24),
            new Block("224.0.0.0", 3));

    /** Of IPv6 only global unicast is public, without the blocks that lead back into IPv4 or are for examples. */
    private static final Block GLOBAL_UNICAST = new Block("2000::", 3);

    private static final List<Block> NOT_GLOBAL = List.of(
            new Block("2001::", 23), new Block("2001:db8::", 32), new Block("2002::", 16), new Block("3fff::", 20));

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return SPECIAL.stream().noneMatch(block -> block.holds(address));
        }
        return address instanceof Inet6Address
                && GLOBAL_UNICAST.holds(address)
                && NOT_GLOBAL.stream().noneMatch(block -> block.holds(address));
    }

    private static final class Block {

        private final byte[] network;
        private final int bits;

        Block(String network, int bits) {
            try {
                this.network = InetAddress.getByName(network).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(network, e);
            }
            this.bits = bits;
        }

        boolean holds(InetAddress address) {
            byte[] asked = address.getAddress();
            int whole = bits / Byte.SIZE;
            if (asked.length != network.length || !Arrays.equals(asked, 0, whole, network, 0, whole)) {
                return false;
            }
            int rest = bits % Byte.SIZE;
            int mask = 0xff << (Byte.SIZE - rest) & 0xff;
            return rest == 0 || (asked[whole] & mask) == (network[whole] & mask);
        }
    }
}
