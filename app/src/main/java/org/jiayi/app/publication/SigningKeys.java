package org.jiayi.app.publication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jiayi.app.database.PrivateDirectory;
import org.jiayi.app.digest.ContentDigest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The keys that sign manifests, a file each in a private directory outside the database, named by the first day on which it
 * signs, algorithm and fingerprint. The newest of an algorithm signs; once it is older than is configured, the next
 * manifest is signed with a new one. The public halves of all stay published, so that what they signed can be verified.
 */
@Component
public class SigningKeys {

    private static final int FINGERPRINT_CHARACTERS = 16;
    private static final String SUFFIX = ".pem";

    private final Path directory;
    private final int keyDays;
    private final Clock clock;

    SigningKeys(
            @Value("${jiayi.publication.keys:${jiayi.data}/keys/publication}") Path directory,
            @Value("${jiayi.publication.key-days:365}") int keyDays,
            Clock clock)
            throws IOException {
        this.directory = PrivateDirectory.create(directory);
        this.keyDays = keyDays;
        this.clock = clock;
    }

    /**
     * The public half of a key.
     *
     * @param validUntil the day on which another took over; empty for the one that signs
     */
    public record Published(
            String keyId,
            SigningAlgorithm algorithm,
            LocalDate validFrom,
            Optional<LocalDate> validUntil,
            String pem) {}

    /** The key that signs today, made now where the last one is too old. Reads files. */
    synchronized SigningKey current(SigningAlgorithm algorithm) {
        LocalDate today = LocalDate.now(clock);
        List<SigningKey> keys = keys(algorithm);
        if (keys.isEmpty()
                || !keys.get(keys.size() - 1).validFrom().plusDays(keyDays).isAfter(today)) {
            return make(algorithm, today);
        }
        return keys.get(keys.size() - 1);
    }

    /** All keys that ever signed, oldest first; before the first manifest the ones that will. Reads files. */
    public List<Published> published() {
        List<Published> published = new ArrayList<>();
        for (SigningAlgorithm algorithm : SigningAlgorithm.values()) {
            current(algorithm);
            List<SigningKey> keys = keys(algorithm);
            for (int i = 0; i < keys.size(); i++) {
                SigningKey key = keys.get(i);
                Optional<LocalDate> until =
                        i + 1 < keys.size() ? Optional.of(keys.get(i + 1).validFrom()) : Optional.empty();
                published.add(new Published(key.keyId(), algorithm, key.validFrom(), until, key.publicPem()));
            }
        }
        return published;
    }

    private List<SigningKey> keys(SigningAlgorithm algorithm) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .filter(file -> file.toString().contains("_" + algorithm.code() + "-"))
                    .map(file -> read(algorithm, file))
                    .sorted(Comparator.comparing(SigningKey::validFrom).thenComparing(SigningKey::keyId))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SigningKey read(SigningAlgorithm algorithm, Path file) {
        try {
            String[] name = String.valueOf(file.getFileName()).split("_", 2);
            String text = Files.readString(file);
            KeyFactory reader = algorithm.reader();
            return new SigningKey(
                    name[1].substring(0, name[1].length() - SUFFIX.length()),
                    algorithm,
                    LocalDate.parse(name[0]),
                    reader.generatePrivate(new PKCS8EncodedKeySpec(Pem.read("PRIVATE KEY", text))),
                    reader.generatePublic(new X509EncodedKeySpec(Pem.read("PUBLIC KEY", text))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException("no signing key: " + file, e);
        }
    }

    private SigningKey make(SigningAlgorithm algorithm, LocalDate today) {
        try {
            KeyPair pair = algorithm.generate();
            String keyId = algorithm.code() + "-"
                    + ContentDigest.of(pair.getPublic().getEncoded()).sm3().substring(0, FINGERPRINT_CHARACTERS);
            String text = Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded())
                    + Pem.write("PUBLIC KEY", pair.getPublic().getEncoded());
            keep(String.format(Locale.ROOT, "%s_%s%s", today, keyId, SUFFIX), text);
            return new SigningKey(keyId, algorithm, today, pair.getPrivate(), pair.getPublic());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key", e);
        }
    }

    /** Whole or not at all: a key that is read has all of its bytes on the disk. */
    private void keep(String name, String text) throws IOException {
        Path partial = directory.resolve(name + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, text);
        DirectoryFileStore.keep(partial, directory.resolve(name));
    }
}
