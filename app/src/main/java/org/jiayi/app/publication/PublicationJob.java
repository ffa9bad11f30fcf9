package org.jiayi.app.publication;

import java.util.UUID;

/** The making of one revision of a batch's statement, from 1. */
record PublicationJob(String area, UUID jobId, UUID batchId, int revision) {}
