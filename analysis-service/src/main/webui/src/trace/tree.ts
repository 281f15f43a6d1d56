import type { Span } from './otlp';

export const NOBODY = -1;

/** How a span hangs in its trace. */
export type Hanging = 'root' | 'child' | 'orphan' | 'own_parent' | 'cycle';

/** The spans of a trace as a forest, by their positions. The arrays are all as long as there are spans. */
export interface TraceTree {
  readonly spans: readonly Span[];
  /** The parent's position, NOBODY for what hangs at the top. */
  readonly parent: Int32Array;
  readonly hanging: readonly Hanging[];
  /** Positions in the order of a depth-first walk, children by their start. */
  readonly order: Int32Array;
  /** Where a span is in `order`. */
  readonly placeOf: Int32Array;
  readonly depth: Uint16Array;
  /** How many spans are below a span, children's children among them. */
  readonly descendants: Int32Array;
  readonly childCount: Int32Array;
  /** The duration less the time in which a child ran. */
  readonly selfNanos: Float64Array;
}

const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;

/** @param spans the earliest start first */
export function treeOf(spans: readonly Span[]): TraceTree {
  const { parent, hanging } = parentsOf(spans);
  const { first, next, childCount } = childLists(parent);
  const walked = walk(parent, first, next);
  return {
    spans,
    parent,
    hanging,
    childCount,
    ...walked,
    selfNanos: selfTimes(spans, first, next),
  };
}

function parentsOf(spans: readonly Span[]): { parent: Int32Array; hanging: Hanging[] } {
  const byId = sharersOf(spans);
  const parent = new Int32Array(spans.length).fill(NOBODY);
  const hanging: Hanging[] = spans.map((span, index) => {
    const found = callerSharingId(spans, byId, index) ?? chosenParent(spans, byId, index);
    if (found !== undefined) {
      parent[index] = found;
      return 'child';
    }
    return span.parentSpanId === '' ? 'root' : span.parentSpanId === span.spanId ? 'own_parent' : 'orphan';
  });
  breakCycles(spans, parent, hanging);
  return { parent, hanging };
}

/** Positions by span id: one, but for the few ids that several spans share. */
type Sharers = ReadonlyMap<string, number | readonly number[]>;

const NOBODIES: readonly number[] = [];

function sharersOf(spans: readonly Span[]): Sharers {
  const byId = new Map<string, number | number[]>();
  spans.forEach((span, index) => {
    const known = byId.get(span.spanId);
    if (known === undefined) {
      byId.set(span.spanId, index);
    } else if (typeof known === 'number') {
      byId.set(span.spanId, [known, index]);
    } else {
      known.push(index);
    }
  });
  return byId;
}

const receives = (span: Span | undefined): boolean => span?.kind === SERVER || span?.kind === CONSUMER;
const sends = (span: Span | undefined): boolean => span?.kind === CLIENT || span?.kind === PRODUCER;

/** Zipkin's clients and servers share one span id and one parent: there the client span is the server's parent. */
function callerSharingId(spans: readonly Span[], byId: Sharers, index: number): number | undefined {
  const span = spans[index];
  const sharers = span && byId.get(span.spanId);
  if (!span || sharers === undefined || typeof sharers === 'number' || !receives(span)) {
    return undefined;
  }
  return sharers.find((other) => sends(spans[other]) && spans[other]?.parentSpanId === span.parentSpanId);
}

/** Of several spans with the parent's id the one of the same component counts, then the one that received the call. */
function chosenParent(spans: readonly Span[], byId: Sharers, index: number): number | undefined {
  const span = spans[index];
  if (!span || span.parentSpanId === '') {
    return undefined;
  }
  const candidates = byId.get(span.parentSpanId) ?? NOBODIES;
  if (typeof candidates === 'number') {
    return candidates === index ? undefined : candidates;
  }
  let best: number | undefined;
  let bestRank = -1;
  for (const candidate of candidates) {
    const other = spans[candidate];
    const rank = (other?.resource === span.resource ? 2 : 0) + (receives(other) ? 1 : 0);
    if (candidate !== index && rank > bestRank) {
      best = candidate;
      bestRank = rank;
    }
  }
  return best;
}

/** Walks each chain of parents once; a chain that meets itself is cut at its earliest span. */
function breakCycles(spans: readonly Span[], parent: Int32Array, hanging: Hanging[]): void {
  const walkOf = new Int32Array(spans.length);
  for (let begin = 0; begin < spans.length; begin++) {
    let at = begin;
    while (at !== NOBODY && walkOf[at] === 0) {
      walkOf[at] = begin + 1;
      at = parent[at] ?? NOBODY;
    }
    if (at !== NOBODY && walkOf[at] === begin + 1) {
      let earliest = at;
      for (
        let member = parent[at] ?? NOBODY;
        member !== at && member !== NOBODY;
        member = parent[member] ?? NOBODY
      ) {
        if ((spans[member]?.start ?? 0) < (spans[earliest]?.start ?? 0)) {
          earliest = member;
        }
      }
      parent[earliest] = NOBODY;
      hanging[earliest] = 'cycle';
    }
  }
}

interface ChildLists {
  readonly first: Int32Array;
  readonly next: Int32Array;
  readonly childCount: Int32Array;
}

/** Linked lists in two arrays: the positions rise, so children come by their start. */
function childLists(parent: Int32Array): ChildLists {
  const first = new Int32Array(parent.length).fill(NOBODY);
  const next = new Int32Array(parent.length).fill(NOBODY);
  const childCount = new Int32Array(parent.length);
  for (let index = parent.length - 1; index >= 0; index--) {
    const above = parent[index] ?? NOBODY;
    if (above !== NOBODY) {
      next[index] = first[above] ?? NOBODY;
      first[above] = index;
      childCount[above] = (childCount[above] ?? 0) + 1;
    }
  }
  return { first, next, childCount };
}

function walk(parent: Int32Array, first: Int32Array, next: Int32Array) {
  const size = parent.length;
  const order = new Int32Array(size);
  const placeOf = new Int32Array(size);
  const depth = new Uint16Array(size);
  const descendants = new Int32Array(size);
  let place = 0;
  for (let root = 0; root < size; root++) {
    if (parent[root] !== NOBODY) {
      continue;
    }
    const stack = [root];
    while (stack.length > 0) {
      const at = stack.pop() as number;
      placeOf[at] = place;
      order[place++] = at;
      const above = parent[at] ?? NOBODY;
      depth[at] = above === NOBODY ? 0 : Math.min(0xffff, (depth[above] ?? 0) + 1);
      const children: number[] = [];
      for (let child = first[at] ?? NOBODY; child !== NOBODY; child = next[child] ?? NOBODY) {
        children.push(child);
      }
      for (let child = children.length - 1; child >= 0; child--) {
        stack.push(children[child] as number);
      }
    }
  }
  for (let last = size - 1; last >= 0; last--) {
    const at = order[last] ?? 0;
    const above = parent[at] ?? NOBODY;
    if (above !== NOBODY) {
      descendants[above] = (descendants[above] ?? 0) + (descendants[at] ?? 0) + 1;
    }
  }
  return { order, placeOf, depth, descendants };
}

function selfTimes(spans: readonly Span[], first: Int32Array, next: Int32Array): Float64Array {
  const self = new Float64Array(spans.length);
  spans.forEach((span, index) => {
    let covered = 0;
    let until = span.start;
    // Children come by their start: what overlaps is counted once.
    for (let child = first[index] ?? NOBODY; child !== NOBODY; child = next[child] ?? NOBODY) {
      const from = Math.max(until, spans[child]?.start ?? 0);
      const to = Math.min(span.end, spans[child]?.end ?? 0);
      if (to > from) {
        covered += to - from;
        until = to;
      }
    }
    self[index] = Math.max(0, span.end - span.start - covered);
  });
  return self;
}

/** Position of the earliest root, else of the earliest orphan: the span that the trace is read from. */
export function mainRoot(tree: TraceTree): number {
  const root = tree.hanging.indexOf('root');
  return root >= 0 ? root : (tree.order[0] ?? NOBODY);
}

/** Positions from the top down to the span's parent. */
export function ancestors(tree: TraceTree, index: number): number[] {
  const path: number[] = [];
  for (let at = tree.parent[index] ?? NOBODY; at !== NOBODY; at = tree.parent[at] ?? NOBODY) {
    path.push(at);
  }
  return path.reverse();
}
