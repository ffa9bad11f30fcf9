package org.jiayi.app.database;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.CodecRegistry;
import io.r2dbc.postgresql.extension.CodecRegistrar;
import io.r2dbc.postgresql.message.Format;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Lets a text be read as the UTF-8 it came in, which the driver otherwise only gives as a string: megabytes that go on to a
 * file need not be turned into characters and back. The driver finds it through {@code META-INF/services}.
 */
public final class TextAsBytes implements CodecRegistrar, Codec<byte[]> {

    private static final int TEXT = 25;

    @Override
    public Publisher<Void> register(
            PostgresqlConnection connection, ByteBufAllocator allocator, CodecRegistry registry) {
        return Mono.fromRunnable(() -> registry.addFirst(this));
    }

    @Override
    public boolean canDecode(int dataType, Format format, Class<?> type) {
        return dataType == TEXT && type == byte[].class;
    }

    @Override
    public byte @Nullable [] decode(
            @Nullable ByteBuf buffer, int dataType, Format format, Class<? extends byte[]> type) {
        return buffer == null ? null : ByteBufUtil.getBytes(buffer);
    }

    @Override
    public boolean canEncode(Object value) {
        return false;
    }

    @Override
    public boolean canEncodeNull(Class<?> type) {
        return false;
    }

    @Override
    public EncodedParameter encode(Object value) {
        throw new UnsupportedOperationException("reads only");
    }

    @Override
    public EncodedParameter encode(Object value, int dataType) {
        throw new UnsupportedOperationException("reads only");
    }

    @Override
    public EncodedParameter encodeNull() {
        throw new UnsupportedOperationException("reads only");
    }
}
