/** How much each tenant may send, as storage says it, and how much it has sent. */
@NullMarked
package dev.quipu.collector.quota;

import org.jspecify.annotations.NullMarked;
