import { Graph, layout } from '@dagrejs/dagre';
import type { GraphEdge, GraphNode, ServiceGraph } from '../../api/red';

export interface PlacedNode {
  readonly node: GraphNode;
  /** The middle. */
  readonly x: number;
  readonly y: number;
  readonly calls: number;
  readonly errors: number;
  /** The slowest 99th percentile of calls to it. */
  readonly p99Nanos: number | undefined;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE_WIDTH = 168;
export const NODE_HEIGHT = 46;

/** Callers to the left of whom they call, with as few crossings as can be found quickly. */
export function placeGraph(graph: ServiceGraph): PlacedGraph {
  const drawn = new Graph();
  drawn.setGraph({ rankdir: 'LR', nodesep: 16, ranksep: 74, marginx: 12, marginy: 12 });
  drawn.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) {
    drawn.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  }
  const edges = graph.edges.filter((edge) => drawn.hasNode(edge.caller) && drawn.hasNode(edge.callee));
  for (const edge of edges) {
    drawn.setEdge(edge.caller, edge.callee);
  }
  layout(drawn);
  const size = drawn.graph();
  return {
    width: size.width ?? 0,
    height: size.height ?? 0,
    nodes: graph.nodes.map((node) => {
      const { x = 0, y = 0 } = drawn.node(node.id) as { x?: number; y?: number };
      return { node, x, y, ...figuresOf(node, edges) };
    }),
    edges: edges.map((edge) => ({
      edge,
      points: (drawn.edge(edge.caller, edge.callee) as { points?: { x: number; y: number }[] }).points ?? [],
    })),
  };
}

/** What is known of a node by the calls to it; of one that nobody calls by those that it makes. */
function figuresOf(
  node: GraphNode,
  edges: readonly GraphEdge[],
): { calls: number; errors: number; p99Nanos: number | undefined } {
  const incoming = edges.filter((edge) => edge.callee === node.id);
  const counted = incoming.length > 0 ? incoming : edges.filter((edge) => edge.caller === node.id);
  const quantiles = counted
    .map((edge) => (edge.server ?? edge.client)?.p99Nanos)
    .filter((nanos): nanos is number => nanos !== undefined);
  return {
    calls: counted.reduce((sum, edge) => sum + edge.calls, 0),
    errors: counted.reduce((sum, edge) => sum + edge.errors, 0),
    p99Nanos: quantiles.length > 0 ? Math.max(...quantiles) : undefined,
  };
}

/** A line through the points, rounded between them. */
export function curve(points: PlacedEdge['points']): string {
  const [first, ...rest] = points;
  if (!first) {
    return '';
  }
  let path = `M${first.x.toFixed(1)} ${first.y.toFixed(1)}`;
  rest.forEach((point, at) => {
    const next = rest[at + 1];
    path += next
      ? `Q${point.x.toFixed(1)} ${point.y.toFixed(1)} ${((point.x + next.x) / 2).toFixed(1)} ${((point.y + next.y) / 2).toFixed(1)}`
      : `L${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
  });
  return path;
}

/** The nodes that a node calls or is called by, itself among them. */
export function neighbours(graph: PlacedGraph, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const { edge } of graph.edges) {
    if (edge.caller === id) {
      found.add(edge.callee);
    }
    if (edge.callee === id) {
      found.add(edge.caller);
    }
  }
  return found;
}

/** The nodes with the text in their names, and whom they call or are called by; the whole graph without a text. */
export function around(graph: ServiceGraph, text: string): ServiceGraph {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') {
    return graph;
  }
  const found = new Set(
    graph.nodes.filter((node) => node.name.toLowerCase().includes(wanted)).map((node) => node.id),
  );
  const edges = graph.edges.filter((edge) => found.has(edge.caller) || found.has(edge.callee));
  const kept = new Set([...found, ...edges.flatMap((edge) => [edge.caller, edge.callee])]);
  return { ...graph, edges, nodes: graph.nodes.filter((node) => kept.has(node.id)) };
}
