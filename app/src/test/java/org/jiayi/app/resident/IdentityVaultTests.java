package org.jiayi.app.resident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityVaultTests {

    private static final String AREA = "439901";
    private static final UUID RESIDENT = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000002");
    private static final String NUMBER = "11010219840406970X";

    private final Path directory;
    private final IdentityVault vault;

    IdentityVaultTests(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.vault = new IdentityVault(new IdentityKeys(directory.resolve("keys/identity")));
    }

    private static Identity named(String name) {
        return new Identity(name, NUMBER, "13800000000", "", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"张三", "㐂䶮堃赟", "𬱖𠮷", "买买提·阿不都拉", "O'Brien, \"Pat\"", "é", "|"})
    void opens_what_it_sealed_to_the_last_character(String name) {
        var identity = new Identity(name, NUMBER, "13800000000", "李四", "110102880406996", "父亲");
        assertThat(vault.open(AREA, RESIDENT, vault.seal(AREA, RESIDENT, identity)))
                .isEqualTo(identity);
    }

    @Test
    void stores_nothing_in_clear_and_never_the_same_twice() {
        byte[] sealed = vault.seal(AREA, RESIDENT, named("张三"));
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain(NUMBER, "1380000");
        assertThat(vault.seal(AREA, RESIDENT, named("张三"))).isNotEqualTo(sealed);
    }

    @Test
    void any_changed_byte_is_noticed() {
        byte[] sealed = vault.seal(AREA, RESIDENT, named("张三"));
        for (int i = 0; i < sealed.length; i++) {
            byte[] tampered = sealed.clone();
            tampered[i] ^= 1;
            assertThatIllegalStateException().as("byte %s", i).isThrownBy(() -> vault.open(AREA, RESIDENT, tampered));
        }
    }

    @Test
    void opens_for_nobody_else() throws IOException {
        byte[] sealed = vault.seal(AREA, RESIDENT, named("张三"));
        var otherKeys = new IdentityVault(new IdentityKeys(directory.resolve("other")));
        assertThatIllegalStateException().isThrownBy(() -> vault.open(AREA, OTHER, sealed));
        assertThatIllegalStateException().isThrownBy(() -> vault.open("439902", RESIDENT, sealed));
        assertThatIllegalStateException().isThrownBy(() -> otherKeys.open(AREA, RESIDENT, sealed));
    }

    @Test
    void finds_a_number_by_an_index_that_needs_the_key() throws IOException {
        var otherKeys = new IdentityVault(new IdentityKeys(directory.resolve("other")));
        assertThat(vault.index(NUMBER))
                .matches("[0-9a-f]{64}")
                .isEqualTo(vault.index(NUMBER))
                .isNotEqualTo(vault.index("110102198404069953"))
                .isNotEqualTo(vault.rowDigest(NUMBER))
                .isNotEqualTo(otherKeys.index(NUMBER));
    }

    @Test
    void keeps_its_keys_between_starts_where_only_the_application_may_read_them() throws IOException {
        var file = directory.resolve("keys/identity");
        var again = new IdentityVault(new IdentityKeys(file));
        assertThat(again.open(AREA, RESIDENT, vault.seal(AREA, RESIDENT, named("张三"))))
                .isEqualTo(named("张三"));
        assertThat(Files.getPosixFilePermissions(file))
                .extracting(Enum::name)
                .containsOnly("OWNER_READ", "OWNER_WRITE");
    }

    /** GB/T 32905, appendix A.1. */
    @Test
    void sm3_is_the_one_of_the_standard() {
        var digest = new SM3Digest();
        byte[] text = "abc".getBytes(StandardCharsets.US_ASCII);
        digest.update(text, 0, text.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }
}
