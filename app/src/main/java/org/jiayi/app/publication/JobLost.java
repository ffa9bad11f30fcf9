package org.jiayi.app.publication;

import java.util.UUID;

/** The job was cancelled, or another worker has taken it over; this one must stop without a trace. */
final class JobLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JobLost(UUID jobId) {
        super("job " + jobId + " is no longer this worker's", null, false, false);
    }
}
