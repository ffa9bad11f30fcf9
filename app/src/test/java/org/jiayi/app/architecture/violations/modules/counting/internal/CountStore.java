package org.jiayi.app.architecture.violations.modules.counting.internal;

public class CountStore {}
