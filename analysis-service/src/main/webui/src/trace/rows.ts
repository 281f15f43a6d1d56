import { NOBODY, type TraceTree } from './tree';

/** Which spans are shown, in what order. */
export interface Rows {
  /** Positions of spans, one a row. */
  readonly spans: Int32Array;
  /** The row of each span; NOBODY when it has none. */
  readonly rowOf: Int32Array;
}

/**
 * @param collapsed spans whose children are not shown
 * @param matches when given, only these and those above them are shown
 */
export function rowsOf(tree: TraceTree, collapsed: ReadonlySet<number>, matches?: ReadonlySet<number>): Rows {
  const kept = matches && withAncestors(tree, matches);
  const shown: number[] = [];
  for (let place = 0; place < tree.order.length; place++) {
    const at = tree.order[place] ?? NOBODY;
    if (!kept || kept.has(at)) {
      shown.push(at);
    }
    if (collapsed.has(at) || (kept && !kept.has(at))) {
      place += tree.descendants[at] ?? 0;
    }
  }
  const spans = Int32Array.from(shown);
  const rowOf = new Int32Array(tree.spans.length).fill(NOBODY);
  spans.forEach((span, row) => {
    rowOf[span] = row;
  });
  return { spans, rowOf };
}

function withAncestors(tree: TraceTree, matches: ReadonlySet<number>): Set<number> {
  const kept = new Set<number>();
  for (const match of matches) {
    for (let at = match; at !== NOBODY && !kept.has(at); at = tree.parent[at] ?? NOBODY) {
      kept.add(at);
    }
  }
  return kept;
}

/** Spans deeper than this, or with more below them, are closed when a trace is opened: a first look is at the whole. */
export function collapsedAtDepth(tree: TraceTree, depth: number): Set<number> {
  const collapsed = new Set<number>();
  for (let index = 0; index < tree.spans.length; index++) {
    if ((tree.childCount[index] ?? 0) > 0 && (tree.depth[index] ?? 0) >= depth) {
      collapsed.add(index);
    }
  }
  return collapsed;
}

/** Which rows are in sight, with some above and below so that scrolling does not uncover nothing. */
export function window(
  rowCount: number,
  rowHeight: number,
  top: number,
  height: number,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(top / rowHeight) - 2);
  return { from, to: Math.min(rowCount, Math.ceil((top + height) / rowHeight) + 2) };
}
