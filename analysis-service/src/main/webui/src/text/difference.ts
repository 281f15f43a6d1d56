/** A part of two texts laid over each other. */
export interface Part {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Words and single characters between them: what is replaced are mostly whole words. */
const tokensOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}_]+|[^\p{L}\p{N}_]/gu) ?? [];

/** More cells than this are not worth the wait: the middle is then shown as replaced at once. */
const MOST_CELLS = 4_000_000;

/** What makes the one text into the other, with the most that can stay. */
export function difference(before: string, after: string): readonly Part[] {
  const [a, b] = [tokensOf(before), tokensOf(after)];
  const head = sameAhead(a, b, Math.min(a.length, b.length));
  const tail = sameAhead([...a].reverse(), [...b].reverse(), Math.min(a.length, b.length) - head);
  const [midA, midB] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  return joined([
    ...a.slice(0, head).map((text) => ({ kind: 'same', text }) as const),
    ...(midA.length * midB.length > MOST_CELLS ? replaced(midA, midB) : aligned(midA, midB)),
    ...a.slice(a.length - tail).map((text) => ({ kind: 'same', text }) as const),
  ]);
}

function sameAhead(a: readonly string[], b: readonly string[], most: number): number {
  let same = 0;
  while (same < most && a[same] === b[same]) {
    same++;
  }
  return same;
}

const replaced = (a: readonly string[], b: readonly string[]): readonly Part[] => [
  ...a.map((text) => ({ kind: 'gone', text }) as const),
  ...b.map((text) => ({ kind: 'new', text }) as const),
];

/** By the longest common subsequence; of what is replaced, what is gone comes first. */
function aligned(a: readonly string[], b: readonly string[]): readonly Part[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: Part[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      parts.push({ kind: 'same', text: a[i] ?? '' });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      parts.push({ kind: 'gone', text: a[i] ?? '' });
      i++;
    } else {
      parts.push({ kind: 'new', text: b[j] ?? '' });
      j++;
    }
  }
  return parts;
}

function joined(parts: readonly Part[]): readonly Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (last?.kind === part.kind) {
      all[all.length - 1] = { kind: part.kind, text: last.text + part.text };
    } else {
      all.push(part);
    }
  }
  return all;
}
