package org.jiayi.app.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jiayi.app.kernel.id.PublicId;

/**
 * How far one long job is.
 *
 * @param subject what it is about
 * @param about the same for people; never a person's name or number
 * @param stage what it is at, or will begin with
 * @param problem the code of what its last attempt failed by, until it is taken up again
 * @param startedAt when it was last taken up
 */
public record Progress(
        JobKind kind,
        String area,
        UUID jobId,
        PublicId subject,
        String about,
        Status status,
        Optional<String> problem,
        Stage stage,
        Count count,
        Instant requestedAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    /** Where a job stands. */
    public enum Status {
        /** 等待: for a worker, or to be tried again. */
        WAITING,
        /** 进行中. */
        RUNNING,
        /** 完成. */
        FINISHED,
        /** 失败: for good. */
        FAILED,
        /** 已取消. */
        CANCELLED;

        /** The name in the API and in the tables of jobs. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status of that name; fails for any other. */
        public static Status ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** The job's id as the API writes it. */
    public PublicId id() {
        return PublicId.of(kind.ids(), area, jobId);
    }

    /** Whether nothing more will happen to it. */
    public boolean isOver() {
        return status != Status.WAITING && status != Status.RUNNING;
    }

    /** How long the stage will still take, in whole seconds; empty while nobody can tell. */
    public Optional<Duration> remaining(Instant now) {
        return status == Status.RUNNING ? count.remaining(now) : Optional.empty();
    }

    /** Stands for this state: who has seen it needs to be told nothing while it is the same. */
    public String state() {
        return String.join("-", status.code(), stage.code(), Long.toString(count.done()), problem.orElse("ok"));
    }
}
