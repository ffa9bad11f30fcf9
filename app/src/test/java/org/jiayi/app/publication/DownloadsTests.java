package org.jiayi.app.publication;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

class DownloadsTests {

    @ParameterizedTest
    @ValueSource(ints = {1, 8191, 8192, 8193, 100_001, 262_144})
    void the_pieces_of_a_buffer_are_small_all_of_it_and_its_owners(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        var memory = new UnpooledByteBufAllocator(true);
        DataBuffer buffer = new NettyDataBufferFactory(memory).allocateBuffer(count);
        buffer.write(bytes);
        var sent = new ByteArrayOutputStream();
        for (var piece : Downloads.pieces(buffer)) {
            assertThat(piece.readableByteCount()).isBetween(1, 8192);
            var part = new byte[piece.readableByteCount()];
            piece.read(part);
            sent.writeBytes(part);
            DataBufferUtils.release(piece);
        }
        assertThat(sent.toByteArray()).isEqualTo(bytes);
        assertThat(memory.metric().usedDirectMemory()).isZero();
    }
}
