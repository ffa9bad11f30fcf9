package org.jiayi.app.publication;

import java.util.List;
import java.util.UUID;
import org.jiayi.app.progress.Stage;

/**
 * How far the making of one statement is, in memory: whoever makes it counts here, one step after the other, and somebody
 * else writes it down from time to time. It is also where the maker learns, at its next count, that it is to stop.
 */
final class Making {

    static final Stage DETAIL = new Stage("detail", "明细文件", "detail files", "lines");
    static final Stage DOCUMENTS = new Stage("documents", "文书", "documents and other files", "files");
    static final Stage SIGNING = new Stage("signing", "签名", "signing", "signatures");

    /** In their order. */
    static final List<Stage> STAGES = List.of(DETAIL, DOCUMENTS, SIGNING);

    private final UUID jobId;
    private volatile Point point = new Point(DETAIL, 0, 0);
    private volatile boolean stopped;

    Making(UUID jobId) {
        this.jobId = jobId;
    }

    /** Where it is. */
    record Point(Stage stage, long done, long total) {

        private Point further(long more) {
            return new Point(stage, done + more, Math.max(total, done + more));
        }
    }

    Point point() {
        return point;
    }

    void begin(Stage stage, long total) {
        requireOn();
        point = new Point(stage, 0, total);
    }

    /** Counts; an error where the making was stopped. */
    void count(long more) {
        requireOn();
        point = point.further(more);
    }

    void stop() {
        stopped = true;
    }

    private void requireOn() {
        if (stopped) {
            throw new JobLost(jobId);
        }
    }
}
