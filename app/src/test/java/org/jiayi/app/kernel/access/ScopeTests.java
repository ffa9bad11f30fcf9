package org.jiayi.app.kernel.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far each kind of caller sees. What is asked about: institution H1 with team T1, whose resident is R1, in A. */
class ScopeTests {

    private static final UUID R1 = new UUID(0, 1);
    private static final UUID R2 = new UUID(0, 2);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # caller        | area A | institution H1 | team T1 of H1 | resident R1 of T1
            *               | x      | x              | x             | x
            A               | x      | x              | x             | x
            B               |        |                |               |
            ''              |        |                |               |
            A H1            | x      | x              | x             | x
            A H2            | x      |                |               |
            B H1            |        |                |               |
            A team T1       | x      |                | x             | x
            A team T2       | x      |                |               |
            B team T1       |        |                |               |
            A H1 team T1    | x      |                | x             | x
            A H2 team T1    | x      |                |               |
            A resident R1   | x      |                |               | x
            A resident R2   | x      |                |               |
            B resident R1   |        |                |               |
            """)
    void reaches(String caller, String area, String institution, String team, String resident) {
        var scope = scope(caller);
        assertThat(scope.reachesArea("A")).as("area").isEqualTo(area != null);
        assertThat(scope.reachesInstitution("A", "H1")).as("institution").isEqualTo(institution != null);
        assertThat(scope.reachesTeam("A", "H1", "T1")).as("team").isEqualTo(team != null);
        assertThat(scope.reachesResident("A", "H1", "T1", R1)).as("resident").isEqualTo(resident != null);
    }

    private static Scope scope(String caller) {
        String[] words = caller.split(" ");
        return new Scope(
                words[0],
                words.length > 1 && words[1].startsWith("H") ? Optional.of(words[1]) : Optional.empty(),
                after("team", caller),
                after("resident", caller).map(resident -> resident.equals("R1") ? R1 : R2));
    }

    private static Optional<String> after(String word, String caller) {
        int at = caller.indexOf(word + " ");
        return at < 0
                ? Optional.empty()
                : Optional.of(caller.substring(at + word.length() + 1).split(" ")[0]);
    }
}
