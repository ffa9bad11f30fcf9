/** Contracts and teams' panels over HTTP. */
@NullMarked
package org.jiayi.app.contract.web;

import org.jspecify.annotations.NullMarked;
