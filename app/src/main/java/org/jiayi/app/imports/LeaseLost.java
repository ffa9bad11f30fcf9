package org.jiayi.app.imports;

/** Another worker has taken the job over, or it was cancelled; this one must stop without a trace. */
final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost(ImportJob job) {
        super("import " + job.importId() + " is no longer this worker's", null, false, false);
    }
}
