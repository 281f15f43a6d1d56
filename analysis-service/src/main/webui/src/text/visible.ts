/**
 * Control and format characters: they would show nothing, or turn the text around them. Those that join letters and
 * emoji do neither.
 */
const UNSEEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const MOST_CHARACTERS = 2000;

/** Texts of records are shown as they are, but for what would not be seen: that is shown as what it is. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20
      ? String.fromCharCode(0x2400 + code)
      : `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** For lists: one line, and not the whole of what is very long. */
export function oneLine(text: string, most = MOST_CHARACTERS): string {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return visible(cut.replace(/\s*\n\s*/g, ' ⏎ '));
}
