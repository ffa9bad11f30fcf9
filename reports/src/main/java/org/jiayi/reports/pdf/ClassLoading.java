package org.jiayi.reports.pdf;

/**
 * Lends the current thread our class loader.
 *
 * <p>JasperReports looks for its font extensions through the thread's class loader. On a thread of a common pool inside
 * an executable jar that one sees no fonts, and Chinese text would be lost.
 */
final class ClassLoading implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final ClassLoader before = thread.getContextClassLoader();

    private ClassLoading() {}

    static ClassLoading ours() {
        var lent = new ClassLoading();
        lent.thread.setContextClassLoader(ClassLoading.class.getClassLoader());
        return lent;
    }

    @Override
    public void close() {
        thread.setContextClassLoader(before);
    }
}
