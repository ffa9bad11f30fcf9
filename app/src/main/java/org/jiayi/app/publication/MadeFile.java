package org.jiayi.app.publication;

import java.nio.file.Path;

/** A file that is made and not kept yet. */
record MadeFile(StatementFile file, Path path) {}
