package dev.quipu.storage.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quipu.model.erasure.ErasureTarget.OfAttribute;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ErasedTextTest {

    private static ErasedText of(String value) {
        return ErasedText.of(UUID.randomUUID(), new OfAttribute("user.id", value))
                .orElseThrow();
    }

    @Test
    void isFoundAsAWordOfItsOwn() {
        assertThat(of("u-1").isIn("user=u-1,host=a")).isTrue();
        assertThat(of("u-1").isIn("user=u-17,host=a")).isFalse();
    }

    @Test
    void twoThatWereDifferentStayDifferent() {
        assertThat(of("u-1").outOf("user=u-1")).isNotEqualTo(of("u-2").outOf("user=u-2"));
    }

    @Test
    void whatStandsInsteadDoesNotSayIt() {
        ErasedText said = of("erased");
        assertThat(said.isIn(said.outOf("was erased"))).isFalse();
    }
}
