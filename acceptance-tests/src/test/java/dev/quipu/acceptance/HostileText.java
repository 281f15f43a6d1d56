package dev.quipu.acceptance;

import java.util.List;

/**
 * A text that would do something if it were taken for more than text.
 *
 * @param sent as it is recorded
 * @param shown a part of what is to be read: what nobody could see is shown as what it is. NUL is not among it, of which
 *     PostgreSQL keeps none in names
 */
record HostileText(String sent, String shown) {

    /** What markup among the texts would add to the page, if it did. */
    static final String ELEMENTS = "[data-hostile]";

    static final List<HostileText> ALL = List.of(
            plain("<b data-hostile>bold</b> &amp; &lt;i&gt;"),
            plain("<script data-hostile>alert('script')</script>"),
            plain("\"'><img src=x data-hostile onerror=\"alert('image')\">"),
            plain("</title></style><svg data-hostile onload=alert('svg')>"),
            plain("javascript:alert('link')"),
            plain("{{constructor.constructor(\"alert('template')\")()}} ${alert('template')}"),
            plain("../a/b?c=d&e#f %2F%00 \\ +"),
            new HostileText("turned \u202etxt.exe\u202c around", "turned ‹U+202E›txt.exe‹U+202C› around"),
            new HostileText("nul\u0000 bell\u0007 escape\u001b[31m", "bell␇ escape␛[31m"),
            plain("👩‍👩‍👧 🎉 Ελληνικά العربية"),
            new HostileText("ten kilobytes " + "x".repeat(10_000), "ten kilobytes xxxxxxxxxx"));

    private static HostileText plain(String text) {
        return new HostileText(text, text);
    }
}
