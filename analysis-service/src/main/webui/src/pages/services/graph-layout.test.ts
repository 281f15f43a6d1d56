import { describe, expect, it } from 'vitest';
import type { ServiceGraph } from '../../api/red';
import { graphCsv, graphSvg } from './graph-export';
import { folded } from './graph-fold';
import { around, curve, NODE_HEIGHT, NODE_WIDTH, neighbours, placeGraph } from './graph-layout';

const node = (id: string) => ({ id, kind: 'component' as const, namespace: '', name: id });
const edge = (caller: string, callee: string, calls = 1, errors = 0) => ({
  caller,
  callee,
  type: 'call',
  calls,
  errors,
  ratePerSecond: 1,
  errorRatio: errors / calls,
  server: { p50Nanos: 1, p95Nanos: 2, p99Nanos: calls },
  search: '',
});
const graph = (ids: string[], edges: ServiceGraph['edges']): ServiceGraph => ({
  from: '',
  to: '',
  nodes: ids.map(node),
  edges,
  pendingSpans: 0,
});

describe('placeGraph', () => {
  it('puts callers left of whom they call, also in circles and with calls to oneself', () => {
    const placed = placeGraph(
      graph(['a', 'b', 'c'], [edge('a', 'b', 5, 1), edge('b', 'c'), edge('c', 'b', 7), edge('c', 'c')]),
    );
    const at = new Map(placed.nodes.map((one) => [one.node.id, one]));
    expect(at.get('a')?.x).toBeLessThan(at.get('b')?.x ?? 0);
    expect(at.get('b')).toMatchObject({ calls: 12, errors: 1, p99Nanos: 7 });
    expect(placed.edges).toHaveLength(4);
    expect([...neighbours(placed, 'a')]).toEqual(['a', 'b']);
  });

  it('places 200 nodes without one on another', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `n${at}`);
    const edges = ids.slice(1).map((id, at) => edge(`n${Math.floor(at / 3)}`, id));
    const { nodes } = placeGraph(graph(ids, edges));
    for (const one of nodes) {
      const clash = nodes.find(
        (other) =>
          other !== one && Math.abs(other.x - one.x) < NODE_WIDTH && Math.abs(other.y - one.y) < NODE_HEIGHT,
      );
      expect(clash).toBeUndefined();
    }
  });

  it('folds a stripe of 200 nodes into columns without one on another', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `n${at}`);
    const edges = [...ids.slice(1).map((id, at) => edge(`n${Math.floor(at / 40)}`, id)), edge('n3', 'n3')];
    const placed = placeGraph(graph(ids, edges));
    const { nodes, height, edges: lines } = folded(placed);
    expect(height).toBeLessThan(placed.height / 3);
    for (const one of nodes) {
      expect(one.y + NODE_HEIGHT / 2).toBeLessThanOrEqual(height + NODE_HEIGHT);
      const clash = nodes.find(
        (other) =>
          other !== one && Math.abs(other.x - one.x) < NODE_WIDTH && Math.abs(other.y - one.y) < NODE_HEIGHT,
      );
      expect(clash).toBeUndefined();
    }
    const at = new Map(nodes.map((one) => [one.node.id, one]));
    for (const { edge: line, points } of lines.filter((one) => one.edge.caller !== one.edge.callee)) {
      expect(points[0]?.y).toBe(at.get(line.caller)?.y);
      expect(points.at(-1)?.y).toBe(at.get(line.callee)?.y);
    }
  });

  it('leaves a small graph as it is', () => {
    const placed = placeGraph(graph(['a', 'b'], [edge('a', 'b')]));
    expect(folded(placed)).toBe(placed);
  });

  it('leaves out calls of whom nothing is known', () => {
    expect(placeGraph(graph(['a'], [edge('a', 'gone')])).edges).toEqual([]);
  });
});

describe('curve', () => {
  it('begins at the first point and ends at the last', () => {
    const path = curve([
      { x: 0, y: 0 },
      { x: 10, y: 5 },
      { x: 20, y: 0 },
    ]);
    expect(path.startsWith('M0.0 0.0')).toBe(true);
    expect(path.endsWith('L20.0 0.0')).toBe(true);
    expect(curve([])).toBe('');
  });
});

describe('export', () => {
  it('writes names as text', () => {
    const placed = placeGraph(graph(['<b>', '=a"'], [edge('<b>', '=a"', 4, 1)]));
    expect(graphCsv(placed).split('\r\n')[1]).toBe('"<b>","\'=a""",call,4,1,4');
    expect(graphSvg(placed, () => '#000')).not.toContain('<b>');
  });
});

describe('around', () => {
  const whole = graph(['a', 'b', 'c', 'd'], [edge('a', 'b'), edge('b', 'c'), edge('c', 'd')]);

  it('keeps what is found with its neighbours', () => {
    expect(around(whole, 'B').nodes.map((one) => one.id)).toEqual(['a', 'b', 'c']);
    expect(around(whole, 'B').edges).toHaveLength(2);
    expect(around(whole, ' ')).toBe(whole);
    expect(around(whole, 'x').nodes).toEqual([]);
  });
});
