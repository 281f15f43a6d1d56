/** Storage's REST as this service uses it: bounded, timed, and with trouble told apart from answers. */
@NullMarked
package dev.quipu.analysis.client;

import org.jspecify.annotations.NullMarked;
