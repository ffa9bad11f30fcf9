package org.jiayi.app.progress.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.api.model.Job;
import org.jiayi.app.kernel.id.PublicId;
import org.jiayi.app.progress.Count;
import org.jiayi.app.progress.JobKind;
import org.jiayi.app.progress.Progress;
import org.jiayi.app.progress.Stage;
import org.junit.jupiter.api.Test;
import org.springframework.http.codec.ServerSentEvent;

/** Each state is told once, and a connection on which nothing happens is kept alive. */
class JobReaderTests {

    private static final Instant NINE = Instant.parse("2026-02-20T01:00:00Z");
    private static final UUID JOB = UUID.fromString("0192f0c1-0000-7000-8000-000000000001");

    private final JobMapper mapper = new JobMapper();

    @Test
    void tells_each_state_once() {
        var reader = reader("");
        assertThat(reader.tell(at(10)).orElseThrow().id()).isEqualTo("running-taking_in-10-ok");
        assertThat(reader.tell(at(10))).isEmpty();
        assertThat(reader.tell(at(20)).orElseThrow().id()).isEqualTo("running-taking_in-20-ok");
        assertThat(reader.tell(at(10))).as("begun anew after a kill").isPresent();
    }

    @Test
    void who_comes_again_is_shown_a_sign_of_life_and_nothing_they_have_seen() {
        var reader = reader("running-taking_in-10-ok");
        assertThat(reader.tell(at(10)).map(ServerSentEvent::comment)).hasValue("");
        assertThat(reader.tell(at(10))).isEmpty();
        assertThat(reader.tell(at(20)).map(ServerSentEvent::id)).hasValue("running-taking_in-20-ok");
    }

    @Test
    void a_quiet_connection_is_kept_alive() {
        var reader = reader("");
        reader.tell(at(10));
        for (int look = 0; look < JobReader.QUIET_LOOKS_MAX; look++) {
            assertThat(reader.tell(at(10))).as("look %d", look).isEmpty();
        }
        var sign = reader.tell(at(10)).orElseThrow();
        assertThat(sign.data()).isNull();
        assertThat(sign.comment()).isEmpty();
        assertThat(reader.tell(at(10))).isEmpty();
    }

    @Test
    void says_how_long_it_will_take() {
        Job job = mapper.toApi(at(25), NINE.plusSeconds(10));
        assertThat(job.getRemainingSeconds()).isEqualTo(30);
        assertThat(job.getExpectedAt()).hasToString("2026-02-20T09:00:40+08:00");
        assertThat(mapper.toApi(at(0), NINE.plusSeconds(10)).getRemainingSeconds())
                .isNull();
    }

    private JobReader reader(String seen) {
        return new JobReader(seen, job -> mapper.toApi(job, NINE));
    }

    private static Progress at(long rows) {
        return new Progress(
                JobKind.IMPORT,
                "439901",
                JOB,
                PublicId.of(PublicId.Kind.IMPORT, "439901", JOB),
                "residents",
                Progress.Status.RUNNING,
                Optional.empty(),
                new Stage("taking_in", "导入", "taking rows in", "rows"),
                Count.of(rows, 100, Optional.of(NINE)),
                NINE,
                Optional.of(NINE),
                Optional.empty());
    }
}
