package org.jiayi.app.progress.web;

import java.util.Optional;
import java.util.function.Function;
import org.jiayi.api.model.Job;
import org.jiayi.app.progress.Progress;
import org.springframework.http.codec.ServerSentEvent;

/** What one reader of a job's events is told: each state once, and a sign of life before a proxy thinks it dead. */
final class JobReader {

    /** How many looks without news are followed by a sign of life. */
    static final int QUIET_LOOKS_MAX = 30;

    private final Function<Progress, Job> api;
    private String seen;
    private int quietLooks = QUIET_LOOKS_MAX;

    /**
     * @param seen {@link Progress#state()} as the reader was last told of; empty where it was told nothing
     */
    JobReader(String seen, Function<Progress, Job> api) {
        this.seen = seen;
        this.api = api;
    }

    /** What to tell of the job as it is now; empty where there is nothing to tell. */
    Optional<ServerSentEvent<Job>> tell(Progress now) {
        if (!now.state().equals(seen)) {
            seen = now.state();
            quietLooks = 0;
            return Optional.of(ServerSentEvent.builder(api.apply(now)).id(seen).build());
        }
        quietLooks++;
        if (quietLooks > QUIET_LOOKS_MAX) {
            quietLooks = 0;
            return Optional.of(ServerSentEvent.<Job>builder().comment("").build());
        }
        return Optional.empty();
    }
}
