/** How people come in who are known to an OpenID Connect provider. */
@NullMarked
package dev.quipu.analysis.login;

import org.jspecify.annotations.NullMarked;
