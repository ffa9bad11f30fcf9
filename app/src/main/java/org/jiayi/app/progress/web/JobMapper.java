package org.jiayi.app.progress.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jiayi.api.model.Job;
import org.jiayi.app.progress.Progress;
import org.jiayi.app.web.ApiValues;
import org.springframework.stereotype.Component;

/** What the API shows of progress. */
@Component
class JobMapper {

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
                ApiValues.moment(progress.requestedAt()));
        progress.problem().ifPresent(job::setProblem);
        progress.startedAt().ifPresent(at -> job.setStartedAt(ApiValues.moment(at)));
        progress.finishedAt().ifPresent(at -> job.setFinishedAt(ApiValues.moment(at)));
        Optional<Duration> remaining = progress.remaining(now);
        remaining.ifPresent(rest -> {
            job.setRemainingSeconds(rest.toSeconds());
            job.setExpectedAt(ApiValues.moment(now.plus(rest)));
        });
        return job;
    }
}
