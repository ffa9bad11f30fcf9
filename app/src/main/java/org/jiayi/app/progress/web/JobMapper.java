package org.jiayi.app.progress.web;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jiayi.api.model.Job;
import org.jiayi.app.progress.Progress;
import org.springframework.stereotype.Component;

/** What the API shows of progress. */
@Component
class JobMapper {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    Job toApi(Progress progress, Instant now) {
        Job job = new Job(
                progress.id().toString(),
                Job.KindEnum.fromValue(progress.kind().code()),
                progress.kind().label(),
                progress.subject().toString(),
                progress.about(),
                Job.StatusEnum.fromValue(progress.status().code()),
                progress.stage().code(),
                progress.stage().label(),
                progress.stage().labelEn(),
                Job.UnitEnum.fromValue(progress.stage().unit()),
                progress.count().done(),
                progress.count().total(),
                !progress.isOver(),
                moment(progress.requestedAt()));
        progress.problem().ifPresent(job::setProblem);
        progress.startedAt().ifPresent(at -> job.setStartedAt(moment(at)));
        progress.finishedAt().ifPresent(at -> job.setFinishedAt(moment(at)));
        Optional<Duration> remaining = progress.remaining(now);
        remaining.ifPresent(rest -> {
            job.setRemainingSeconds(rest.toSeconds());
            job.setExpectedAt(moment(now.plus(rest)));
        });
        return job;
    }

    private static OffsetDateTime moment(Instant instant) {
        return instant.atZone(ZONE).toOffsetDateTime();
    }
}
