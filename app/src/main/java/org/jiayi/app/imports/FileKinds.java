package org.jiayi.app.imports;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The kinds of files that the modules know how to take in. */
@Component
class FileKinds {

    private final Map<String, FileKind> byCode;

    FileKinds(List<FileKind> kinds) {
        this.byCode = kinds.stream().collect(Collectors.toUnmodifiableMap(FileKind::code, Function.identity()));
    }

    Optional<FileKind> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }
}
