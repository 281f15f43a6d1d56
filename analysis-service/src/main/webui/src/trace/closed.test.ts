import { describe, expect, it } from 'vitest';
import { parseClosed, writtenClosed } from './closed';
import { spansOf } from './otlp';
import { collapsedAtDepth } from './rows';
import { treeOf } from './tree';

const id = (number: number) => number.toString(16).padStart(16, '0');

/** A tree in which every span has so many children, down to a depth. */
function treeFrom(children: number, depth: number) {
  const spans: object[] = [];
  let next = 1;
  const add = (parent: number, level: number) => {
    const own = next++;
    spans.push({
      spanId: id(own),
      parentSpanId: parent === 0 ? '' : id(parent),
      name: `span ${own}`,
      startTimeUnixNano: String(1_000_000_000_000 + own),
      endTimeUnixNano: '2000000000000',
    });
    for (let child = 0; level < depth && child < children; child++) {
      add(own, level + 1);
    }
  };
  add(0, 0);
  return treeOf(spansOf({ resourceSpans: [{ scopeSpans: [{ spans }] }] }).spans);
}

describe('closed spans in the address', () => {
  const tree = treeFrom(6, 4);
  const trip = (closed: ReadonlySet<number>) => parseClosed(tree, writtenClosed(tree, closed));

  it('come back, whether few or a whole depth with exceptions', () => {
    const deep = collapsedAtDepth(tree, 2);
    expect(deep.size).toBeGreaterThan(40);
    const [one = 0, other = 0] = deep;
    const mended = new Set([...deep].filter((index) => index !== one));
    for (const closed of [new Set<number>(), new Set([0, one, other]), deep, mended]) {
      expect(trip(closed)).toEqual(closed);
    }
    expect(writtenClosed(tree, deep)).toBe('2');
    expect(writtenClosed(tree, new Set([0]))).toBe(id(1));
  });

  it('become the nearest rule when they are too many and like none', () => {
    const odd = new Set([...collapsedAtDepth(tree, 1)].filter((index) => index % 2 === 0));
    expect(writtenClosed(tree, odd)).toMatch(/^\d$/);
  });

  it('pass over what is not of the trace', () => {
    expect(parseClosed(tree, `nonsense,${id(2)}`)).toEqual(new Set([1]));
    expect(parseClosed(tree, null)).toEqual(new Set());
  });
});
