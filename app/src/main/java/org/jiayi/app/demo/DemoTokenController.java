package org.jiayi.app.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiayi.app.kernel.access.Role;
import org.jiayi.app.kernel.access.Scope;
import org.jiayi.app.kernel.decision.RefusalCode;
import org.jiayi.app.kernel.decision.Refused;
import org.jiayi.app.resident.Residents;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Hands out demo tokens to whoever asks: {@code GET /demo/tokens/{role}}. */
@RestController
@Profile("demo")
class DemoTokenController {

    static final String AREA = "439901";
    /** A resident of the demo county with a contract in force; an invented number. */
    static final String RESIDENT_NUMBER = "439901195612190252";

    private static final String TEAM = "T001";
    private static final String INSTITUTION = "H43990100003";

    private final DemoIssuer.DemoTokens tokens;
    private final Residents residents;

    DemoTokenController(DemoIssuer.DemoTokens tokens, Residents residents) {
        this.tokens = tokens;
        this.residents = residents;
    }

    @GetMapping(path = "/demo/tokens/{role}", produces = MediaType.TEXT_PLAIN_VALUE)
    Mono<String> token(
            @PathVariable String role,
            @RequestParam(required = false) @Nullable String area,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String institution,
            @RequestParam(required = false) @Nullable String team,
            @RequestParam(required = false) @Nullable String resident) {
        Role wanted = Role.find(role).orElseThrow(() -> new Refused(RefusalCode.NOT_FOUND));
        Map<String, String> claims = new LinkedHashMap<>();
        String where = Optional.ofNullable(area).orElse(wanted == Role.ADMINISTRATOR ? Scope.EVERY_AREA : AREA);
        claims.put("area", where);
        String who = Optional.ofNullable(subject).orElse("demo-" + wanted.code());
        return switch (wanted) {
            case TEAM ->
                mint(wanted, who, claims, "team", Optional.ofNullable(team).orElse(TEAM));
            case INSTITUTION ->
                mint(
                        wanted,
                        who,
                        claims,
                        "institution",
                        Optional.ofNullable(institution).orElse(INSTITUTION));
            case RESIDENT ->
                Mono.justOrEmpty(resident)
                        .switchIfEmpty(demoResident(where))
                        .flatMap(id -> mint(wanted, who, claims, "resident", id));
            case BUREAU, COMMISSION, ADMINISTRATOR -> Mono.just(tokens.mint(wanted, who, claims));
        };
    }

    private Mono<String> mint(Role role, String subject, Map<String, String> claims, String claim, String value) {
        claims.put(claim, value);
        return Mono.just(tokens.mint(role, subject, claims));
    }

    private Mono<String> demoResident(String area) {
        return residents
                .byWrittenNumber(area, List.of(RESIDENT_NUMBER))
                .flatMap(found -> Mono.justOrEmpty(found.get(RESIDENT_NUMBER)))
                .map(Object::toString)
                .switchIfEmpty(Mono.error(() -> new Refused(RefusalCode.NOT_FOUND)));
    }
}
