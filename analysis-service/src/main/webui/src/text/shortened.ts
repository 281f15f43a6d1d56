/**
 * The text when it fits, else its beginning and its end around a sign of omission: names of one family differ at their
 * ends. Cut between characters, not within them.
 */
export function shortened(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) {
    return text;
  }
  const characters = Array.from(text);
  let [least, most] = [0, characters.length - 1];
  while (least < most) {
    const kept = Math.ceil((least + most) / 2);
    if (fits(around(characters, kept))) {
      least = kept;
    } else {
      most = kept - 1;
    }
  }
  return around(characters, least);
}

function around(characters: readonly string[], kept: number): string {
  const head = Math.ceil(kept / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (kept - head)).join('')}`;
}
