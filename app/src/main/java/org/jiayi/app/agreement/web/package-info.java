/** The agreements' part of the API: the document, and its verification by anybody. */
@NullMarked
package org.jiayi.app.agreement.web;

import org.jspecify.annotations.NullMarked;
