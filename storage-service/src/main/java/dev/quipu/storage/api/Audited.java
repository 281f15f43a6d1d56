package dev.quipu.storage.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A door through which people change something: the audit says who did, and who was refused. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Audited {

    /** The action, such as {@code silence.add}. */
    String value();
}
