/** What tenants' rules take out of records before anything keeps them: in text, and in OTLP's protobuf form. */
@NullMarked
package dev.quipu.model.redaction;

import org.jspecify.annotations.NullMarked;
