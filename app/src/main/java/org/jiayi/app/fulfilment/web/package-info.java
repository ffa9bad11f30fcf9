/** Fulfilment's part of the API: plans, records, rates. */
@NullMarked
package org.jiayi.app.fulfilment.web;

import org.jspecify.annotations.NullMarked;
