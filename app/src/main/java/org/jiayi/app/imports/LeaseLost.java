package org.jiayi.app.imports;

/** Another worker has taken the job over; this one must stop without a trace. */
final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost(ImportJob job) {
        super("import " + job.importId() + " was taken over by another worker", null, false, false);
    }
}
