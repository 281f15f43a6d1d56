import type { FlameGraphNode } from '../api/traces';
import { NOBODY, type TraceTree } from './tree';

/** Spans of one call path taken together. */
export interface FlameNode {
  readonly service: string;
  readonly name: string;
  readonly depth: number;
  readonly spans: number;
  readonly errors: number;
  readonly totalNanos: number;
  readonly selfNanos: number;
  /** Where it is drawn: a stretch of 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Position of one of its spans, or of its node in an answer. */
  readonly example: number;
  readonly children: readonly FlameNode[];
}

interface Growing {
  service: string;
  name: string;
  depth: number;
  spans: number;
  errors: number;
  totalNanos: number;
  selfNanos: number;
  /** Self time of it and of all below it. */
  weight: number;
  example: number;
  above: Growing | undefined;
  children: Map<string, Growing>;
}

/** Deeper calls could not be told apart on any screen. */
const MAX_DEPTH = 200;

/**
 * The trace as a flame graph: spans that are called alike lie on each other. A node is as wide as its self time and what
 * is below it, so that calls made at the same time lie beside each other and everything adds up.
 */
export function flameOf(tree: TraceTree): readonly FlameNode[] {
  const top = new Map<string, Growing>();
  const grown: Growing[] = [];
  const nodeOf: (Growing | undefined)[] = new Array(tree.spans.length);
  for (const index of tree.order) {
    const span = tree.spans[index];
    const above = nodeOf[tree.parent[index] ?? NOBODY];
    if (!span) {
      continue;
    }
    const isTooDeep = above !== undefined && above.depth >= MAX_DEPTH;
    const node = isTooDeep ? above : nodeFor(top, above, index, span.resource.service, span.name, grown);
    if (!isTooDeep) {
      node.totalNanos += Math.max(0, span.end - span.start);
    }
    node.spans++;
    node.errors += span.isError ? 1 : 0;
    node.selfNanos += tree.selfNanos[index] ?? 0;
    nodeOf[index] = node;
  }
  weigh(grown);
  return laidOut(top, 0, 1);
}

/** @param grown each before what it calls */
function weigh(grown: readonly Growing[]): void {
  for (let at = grown.length - 1; at >= 0; at--) {
    const node = grown[at];
    if (node) {
      node.weight += node.selfNanos;
      if (node.above) {
        node.above.weight += node.weight;
      }
    }
  }
}

function nodeFor(
  top: Map<string, Growing>,
  above: Growing | undefined,
  example: number,
  service: string,
  name: string,
  grown: Growing[],
): Growing {
  const siblings = above?.children ?? top;
  const key = JSON.stringify([service, name]);
  const known = siblings.get(key);
  if (known) {
    return known;
  }
  const counts = { spans: 0, errors: 0, totalNanos: 0, selfNanos: 0, weight: 0 };
  const node = {
    service,
    name,
    depth: above ? above.depth + 1 : 0,
    example,
    above,
    children: new Map(),
    ...counts,
  };
  siblings.set(key, node);
  grown.push(node);
  return node;
}

/** The heaviest first, side by side; what a node has beyond its children stays free at its end. */
function laidOut(
  nodes: ReadonlyMap<string, Growing>,
  from: number,
  width: number,
  whole?: number,
): FlameNode[] {
  const sorted = [...nodes.values()].sort((a, b) => b.weight - a.weight);
  const total = whole ?? sorted.reduce((sum, node) => sum + node.weight, 0);
  let at = from;
  return sorted.map((node) => {
    const own = total > 0 ? (width * node.weight) / total : 0;
    const begin = at;
    at += own;
    const { service, name, depth, spans, errors, totalNanos, selfNanos, example } = node;
    const children = laidOut(node.children, begin, own, node.weight);
    return {
      service,
      name,
      depth,
      spans,
      errors,
      totalNanos,
      selfNanos,
      example,
      from: begin,
      to: at,
      children,
    };
  });
}

/** The call tree of many traces, as analysis answers it: each node before what it calls. */
export function flameOfAnswer(answer: readonly FlameGraphNode[]): readonly FlameNode[] {
  const top = new Map<string, Growing>();
  const path: Growing[] = [];
  const grown = answer.map(({ depth, operation, figures }, example) => {
    path.length = Math.min(depth, path.length);
    const above = path.at(-1);
    const node: Growing = {
      service: operation.component,
      name: operation.spanName,
      depth: path.length,
      spans: figures.spans,
      errors: figures.errors,
      totalNanos: figures.totalNanos,
      selfNanos: figures.selfNanos,
      weight: 0,
      example,
      above,
      children: new Map(),
    };
    (above?.children ?? top).set(String(example), node);
    path.push(node);
    return node;
  });
  weigh(grown);
  return laidOut(top, 0, 1);
}

/** All nodes, those above before those below. */
export function flatten(nodes: readonly FlameNode[]): readonly FlameNode[] {
  const all: FlameNode[] = [];
  const add = (some: readonly FlameNode[]) => {
    for (const node of some) {
      all.push(node);
      add(node.children);
    }
  };
  add(nodes);
  return all;
}
