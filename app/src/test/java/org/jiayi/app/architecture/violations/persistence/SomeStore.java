package org.jiayi.app.architecture.violations.persistence;

public class SomeStore {}
