import { NODE_HEIGHT, NODE_WIDTH, type PlacedEdge, type PlacedGraph, type PlacedNode } from './graph-layout';

const COLUMN_GAP = 24;
const ROW_GAP = 10;
const MOST_COLUMNS = 10;
/** A screen's: the map is to be as large in it as can be. */
const FRAME = { width: 1100, height: 620 };

/**
 * A graph of many nodes side by side is a thin stripe in which nothing is to be read. Where that helps, such nodes stand in
 * several columns, and the whole is the less high for it.
 */
export function folded(graph: PlacedGraph): PlacedGraph {
  let best = graph;
  for (let columns = 2; columns <= MOST_COLUMNS; columns++) {
    const tried = foldedTo(graph, columns);
    if (scaleOf(tried) > scaleOf(best)) {
      best = tried;
    }
  }
  return best;
}

const scaleOf = (graph: PlacedGraph): number =>
  Math.min(1, FRAME.width / graph.width, FRAME.height / graph.height);

interface Rank {
  /** The middle of its nodes before, and of its first column after. */
  readonly from: number;
  readonly to: number;
}

function foldedTo(graph: PlacedGraph, columns: number): PlacedGraph {
  const byRank = new Map<number, PlacedNode[]>();
  for (const node of graph.nodes) {
    byRank.set(Math.round(node.x), [...(byRank.get(Math.round(node.x)) ?? []), node]);
  }
  const ranks: Rank[] = [];
  const placed = new Map<string, PlacedNode>();
  let shift = 0;
  for (const [from, nodes] of [...byRank].sort(([a], [b]) => a - b)) {
    ranks.push({ from, to: from + shift });
    shift += placeRank(nodes, columns, shift, placed) * (NODE_WIDTH + COLUMN_GAP);
  }
  const before = new Map(graph.nodes.map((node) => [node.node.id, node]));
  return {
    width: graph.width + shift,
    height: graph.height / columns + NODE_HEIGHT,
    nodes: graph.nodes.map((node) => placed.get(node.node.id) ?? node),
    edges: graph.edges.map((edge) => foldedEdge(edge, ranks, columns, before, placed)),
  };
}

/** Puts each node into the first column with room at its height; gives the number of columns beside the first. */
function placeRank(
  nodes: readonly PlacedNode[],
  columns: number,
  shift: number,
  placed: Map<string, PlacedNode>,
): number {
  const lowest = new Array<number>(columns).fill(Number.NEGATIVE_INFINITY);
  let used = 0;
  for (const node of [...nodes].sort((a, b) => a.y - b.y)) {
    const y = node.y / columns + NODE_HEIGHT / 2;
    const free = lowest.findIndex((above) => y - above >= NODE_HEIGHT + ROW_GAP);
    const column = free >= 0 ? free : lowest.indexOf(Math.min(...lowest));
    const top = Math.max(y, (lowest[column] ?? y) + NODE_HEIGHT + ROW_GAP);
    lowest[column] = top;
    used = Math.max(used, column);
    placed.set(node.node.id, { ...node, x: node.x + shift + column * (NODE_WIDTH + COLUMN_GAP), y: top });
  }
  return used;
}

function foldedEdge(
  placedEdge: PlacedEdge,
  ranks: readonly Rank[],
  columns: number,
  before: ReadonlyMap<string, PlacedNode>,
  placed: ReadonlyMap<string, PlacedNode>,
): PlacedEdge {
  const { edge, points } = placedEdge;
  const [caller, callee, was] = [placed.get(edge.caller), placed.get(edge.callee), before.get(edge.caller)];
  if (!caller || !callee || !was) {
    return placedEdge;
  }
  if (edge.caller === edge.callee) {
    const [x, y] = [caller.x - was.x, caller.y - was.y];
    return { edge, points: points.map((point) => ({ x: point.x + x, y: point.y + y })) };
  }
  const side = caller.x <= callee.x ? NODE_WIDTH / 2 : -NODE_WIDTH / 2;
  const between = points
    .slice(1, -1)
    .map((point) => ({ x: shiftedX(point.x, ranks), y: point.y / columns + NODE_HEIGHT / 2 }));
  return {
    edge,
    points: [{ x: caller.x + side, y: caller.y }, ...between, { x: callee.x - side, y: callee.y }],
  };
}

/** As far between two ranks as it was. */
function shiftedX(x: number, ranks: readonly Rank[]): number {
  const after = ranks.findIndex((rank) => rank.from >= x);
  const [left, right] = [ranks[after - 1], ranks[after]];
  if (!right) {
    const last = ranks.at(-1);
    return last ? x + last.to - last.from : x;
  }
  if (!left) {
    return x + right.to - right.from;
  }
  const share = (x - left.from) / Math.max(1, right.from - left.from);
  return left.to + share * (right.to - left.to);
}
