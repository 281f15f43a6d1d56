import { describe, expect, it } from 'vitest';
import { correctClocks } from './clocks';
import { placePath } from './critical-path';
import { flameOf, flameOfAnswer, flatten } from './flame';
import { eventAfter, plainValue, spansOf } from './otlp';
import { collapsedAtDepth, rowsOf, window } from './rows';
import { searchSpans } from './search';
import { operationsOf } from './table';
import { ancestors, mainRoot, NOBODY, treeOf } from './tree';

interface Given {
  id: string;
  parent?: string;
  from: number;
  to: number;
  service?: string;
  kind?: number;
  error?: boolean;
  attributes?: Record<string, string>;
}

const ORIGIN = 1_796_019_199_818_292_700n;

function trace(...given: Given[]) {
  return spansOf({
    resourceSpans: given.map((span) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: span.service ?? 'shop' } }] },
      scopeSpans: [
        {
          spans: [
            {
              spanId: span.id,
              parentSpanId: span.parent ?? '',
              name: `call ${span.id}`,
              kind: span.kind ?? 1,
              startTimeUnixNano: String(ORIGIN + BigInt(span.from)),
              endTimeUnixNano: String(ORIGIN + BigInt(span.to)),
              attributes: Object.entries(span.attributes ?? {}).map(([key, value]) => ({
                key,
                value: { stringValue: value },
              })),
              ...(span.error ? { status: { code: 2 } } : {}),
            },
          ],
        },
      ],
    })),
  });
}

const treeFrom = (...given: Given[]) => treeOf(trace(...given).spans);
const idsOf = (tree: ReturnType<typeof treeOf>, positions: Iterable<number>) =>
  [...positions].map((position) => tree.spans[position]?.spanId);

/** A random forest with a seed: spans inside their parents, in any order of arrival. */
function randomTrace(seed: number, size: number) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const given: Given[] = [{ id: 's0', from: 0, to: 1_000_000 }];
  for (let index = 1; index < size; index++) {
    const parent = given[Math.floor(random() * index)] as Given;
    const from = parent.from + Math.floor(random() * (parent.to - parent.from));
    given.push({
      id: `s${index}`,
      parent: parent.id,
      from,
      to: from + Math.floor(random() * (parent.to - from)),
    });
  }
  return given.sort(() => random() - 0.5);
}

describe('spansOf', () => {
  it('keeps nanoseconds that a number of 1970 would lose', () => {
    const { origin, spans } = trace({ id: 'b', from: 1, to: 3 }, { id: 'a', from: 0, to: 2 });
    expect(origin).toBe(ORIGIN);
    expect(spans.map((span) => [span.spanId, span.start, span.end])).toEqual([
      ['a', 0, 2],
      ['b', 1, 3],
    ]);
  });

  it('counts from the origin exactly, also what is no time of today', () => {
    const { spans } = trace(
      { id: 'a', from: 0, to: 86_400_000_000_001 },
      { id: 'b', from: 299, to: 1_000_000_301 },
    );
    expect(spans.map((span) => [span.start, span.end])).toEqual([
      [0, 86_400_000_000_001],
      [299, 1_000_000_301],
    ]);
    const odd = spansOf({
      resourceSpans: [
        {
          scopeSpans: [
            { spans: [{ spanId: 'x', startTimeUnixNano: '5', endTimeUnixNano: '1000000007' }, {}] },
          ],
        },
      ],
    });
    expect(odd.spans.map((span) => [span.start, span.end])).toEqual([
      [0, 0],
      [5, 1_000_000_007],
    ]);
  });

  it('reads every kind of value', () => {
    expect(plainValue({ intValue: '9007199254740993' })).toBe('9007199254740993');
    expect(plainValue({ intValue: '42' })).toBe(42);
    expect(plainValue({ arrayValue: { values: [{ boolValue: false }, {}] } })).toEqual([false, null]);
    expect(plainValue({ kvlistValue: { values: [{ key: 'a', value: { doubleValue: 0.5 } }] } })).toEqual({
      a: 0.5,
    });
  });
});

describe('treeOf', () => {
  it('walks children by their start', () => {
    const tree = treeFrom(
      { id: 'root', from: 0, to: 100 },
      { id: 'late', parent: 'root', from: 50, to: 60 },
      { id: 'early', parent: 'root', from: 10, to: 20 },
      { id: 'deep', parent: 'early', from: 12, to: 14 },
    );
    expect(idsOf(tree, tree.order)).toEqual(['root', 'early', 'deep', 'late']);
    expect([...tree.depth]).toEqual([0, 1, 2, 1]);
    expect(tree.descendants[mainRoot(tree)]).toBe(3);
    expect(idsOf(tree, ancestors(tree, 2))).toEqual(['root', 'early']);
  });

  it('counts time in which children overlap once', () => {
    const tree = treeFrom(
      { id: 'root', from: 0, to: 100 },
      { id: 'a', parent: 'root', from: 10, to: 40 },
      { id: 'b', parent: 'root', from: 20, to: 30 },
      { id: 'c', parent: 'root', from: 35, to: 200 },
    );
    expect(tree.selfNanos[0]).toBe(10);
  });

  it('shows orphans, own parents and circles at the top', () => {
    const tree = treeFrom(
      { id: 'orphan', parent: 'gone', from: 0, to: 1 },
      { id: 'own', parent: 'own', from: 1, to: 2 },
      { id: 'x', parent: 'y', from: 3, to: 4 },
      { id: 'y', parent: 'x', from: 2, to: 5 },
    );
    expect(tree.hanging).toEqual(['orphan', 'own_parent', 'cycle', 'child']);
    expect(tree.order).toHaveLength(4);
    expect(new Set(tree.order).size).toBe(4);
  });

  it('hangs a server under the client that shares its id', () => {
    const tree = treeFrom(
      { id: 'root', from: 0, to: 100 },
      { id: 'shared', parent: 'root', from: 10, to: 50, kind: 3 },
      { id: 'shared', parent: 'root', from: 12, to: 48, kind: 2, service: 'other' },
      { id: 'inner', parent: 'shared', from: 20, to: 30, service: 'other' },
    );
    expect([...tree.parent]).toEqual([NOBODY, 0, 1, 2]);
  });

  it('holds for any forest: every span once, below its parent, inside its descendants', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const tree = treeFrom(...randomTrace(seed, 200));
      expect(new Set(tree.order).size).toBe(200);
      tree.order.forEach((at, place) => {
        const parent = tree.parent[at] ?? NOBODY;
        if (parent !== NOBODY) {
          const above = tree.placeOf[parent] ?? 0;
          expect(place).toBeGreaterThan(above);
          expect(place).toBeLessThanOrEqual(above + (tree.descendants[parent] ?? 0));
          expect(tree.depth[at]).toBe((tree.depth[parent] ?? 0) + 1);
        }
      });
    }
  });
});

describe('rowsOf', () => {
  const tree = treeFrom(
    { id: 'root', from: 0, to: 100 },
    { id: 'a', parent: 'root', from: 10, to: 40 },
    { id: 'a1', parent: 'a', from: 11, to: 12 },
    { id: 'b', parent: 'root', from: 50, to: 60 },
  );

  it('leaves out what is below a collapsed span', () => {
    expect(idsOf(tree, rowsOf(tree, new Set([1])).spans)).toEqual(['root', 'a', 'b']);
  });

  it('shows matches with those above them', () => {
    const rows = rowsOf(tree, new Set(), new Set([2]));
    expect(idsOf(tree, rows.spans)).toEqual(['root', 'a', 'a1']);
    expect([...rows.rowOf]).toEqual([0, 1, 2, NOBODY]);
  });

  it('closes what is deep', () => {
    expect([...collapsedAtDepth(tree, 1)]).toEqual([1]);
  });

  it('draws only what is in sight', () => {
    expect(window(100_000, 22, 22_000, 440)).toEqual({ from: 998, to: 1022 });
    expect(window(3, 22, 0, 440)).toEqual({ from: 0, to: 3 });
  });
});

describe('searchSpans', () => {
  it('looks for every word, in names and attributes', () => {
    const { spans } = trace(
      { id: 'a', from: 0, to: 1, attributes: { 'http.route': '/Cart' } },
      { id: 'b', from: 1, to: 2, service: 'payment', error: true },
    );
    expect([...searchSpans(spans, 'call cart')]).toEqual([0]);
    expect([...searchSpans(spans, 'http.route=/cart')]).toEqual([0]);
    expect([...searchSpans(spans, 'error')]).toEqual([1]);
    expect(searchSpans(spans, '  ').size).toBe(0);
  });
});

describe('placePath', () => {
  it('lays sections on the span that runs then', () => {
    const tree = treeFrom(
      { id: 'root', from: 0, to: 100 },
      { id: 'twin', parent: 'root', from: 10, to: 20 },
      { id: 'twin', parent: 'root', from: 30, to: 40 },
    );
    const operation = { namespace: '', component: 'shop', spanName: '', kind: 'internal', search: '' };
    const path = placePath(tree, [
      { spanId: 'root', operation, instanceId: '', fromNanos: 0, toNanos: 30 },
      { spanId: 'twin', operation, instanceId: '', fromNanos: 30, toNanos: 40 },
      { spanId: 'root', operation, instanceId: '', fromNanos: 40, toNanos: 100 },
    ]);
    expect([...path.nanos]).toEqual([
      [0, 90],
      [2, 10],
    ]);
    expect(path.totalNanos).toBe(100);
    expect(operationsOf(tree, path)[0]?.criticalNanos).toBe(90);
  });
});

describe('correctClocks', () => {
  it('moves the spans of a component', () => {
    const given = trace(
      { id: 'a', from: 0, to: 10 },
      { id: 'b', parent: 'a', from: 50, to: 55, service: 'late' },
    );
    const clock = {
      component: 'late',
      instanceId: '',
      offsetNanos: -48,
      spans: 1,
      calls: 1,
      contradictingCalls: 0,
    };
    const corrected = correctClocks(given, [clock]);
    expect(corrected.spans.map((span) => [span.start, span.end])).toEqual([
      [0, 10],
      [2, 7],
    ]);
    const late = corrected.spans[1];
    const event = { timeUnixNano: String(ORIGIN + 53n) };
    expect(late && eventAfter(corrected, late, event)).toBe(3);
  });
});

describe('flameOf', () => {
  it('lays equal calls on each other and fills the width', () => {
    const tree = treeFrom(
      { id: 'root', from: 0, to: 100 },
      { id: 'a', parent: 'root', from: 0, to: 40, service: 'db' },
      { id: 'a', parent: 'root', from: 40, to: 80, service: 'db' },
    );
    const [root] = flameOf(tree);
    expect(root?.children).toHaveLength(1);
    expect(root?.children[0]).toMatchObject({ spans: 2, totalNanos: 80 });
    expect((root?.children[0]?.to ?? 0) - (root?.children[0]?.from ?? 0)).toBeCloseTo(0.8);
  });

  it('lays the answer about many traces out by its depths', () => {
    const node = (depth: number, spanName: string, selfNanos: number) => ({
      depth,
      operation: { namespace: '', component: 'shop', spanName, kind: 'server', search: '' },
      figures: { traces: 1, spans: 1, errors: 0, totalNanos: selfNanos, selfNanos, criticalNanos: 0 },
    });
    const nodes = flatten(
      flameOfAnswer([node(0, 'a', 10), node(1, 'b', 30), node(2, 'c', 10), node(1, 'd', 50)]),
    );
    expect(nodes.map(({ name, depth, from, to }) => [name, depth, from, to])).toEqual([
      ['a', 0, 0, 1],
      ['d', 1, 0, 0.5],
      ['b', 1, 0.5, 0.9],
      ['c', 2, 0.5, 0.6],
    ]);
  });

  it('keeps all self time, for any trace', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const tree = treeFrom(...randomTrace(seed, 100));
      const nodes = flatten(flameOf(tree));
      const inNodes = nodes.reduce((sum, node) => sum + node.selfNanos, 0);
      expect(inNodes).toBeCloseTo(tree.selfNanos.reduce((sum, nanos) => sum + nanos, 0));
      expect(nodes.reduce((sum, node) => sum + node.spans, 0)).toBe(100);
    }
  });
});
