import { describe, expect, it } from 'vitest';
import { difference } from './difference';

const written = (before: string, after: string): string =>
  difference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'gone' ? `[-${text}]` : `[+${text}]`))
    .join('');

describe('difference', () => {
  it('marks what was replaced and leaves the rest', () => {
    expect(written('to anna@example.com, twice', 'to ****, twice')).toBe(
      'to [-anna@example.com][+****], twice',
    );
    expect(written('a=1 b=2', 'a=* b=*')).toBe('a=[-1][+*] b=[-2][+*]');
    expect(written('same', 'same')).toBe('same');
    expect(written('', 'x')).toBe('[+x]');
    expect(written('x', '')).toBe('[-x]');
  });

  it('leaves both texts whole, whatever they are', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const text = () => Array.from({ length: random(30) }, () => 'ab *😀\n'.at(random(8)) ?? '').join('');
    for (let round = 0; round < 300; round++) {
      const [before, after] = [text(), text()];
      const parts = difference(before, after);
      const without = (kind: string) =>
        parts
          .filter((part) => part.kind !== kind)
          .map((part) => part.text)
          .join('');
      expect(without('new')).toBe(before);
      expect(without('gone')).toBe(after);
    }
  });
});
