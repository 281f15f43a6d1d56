/** What collectors take out of records before they keep them. */
@NullMarked
package dev.quipu.storage.redaction;

import org.jspecify.annotations.NullMarked;
