import type { Colors } from '../../charts/export';
import { escaped } from '../../charts/export';
import { percent, roughly } from '../../text/format';
import { shortened } from '../../text/shortened';
import { oneLine } from '../../text/visible';
import { curve, NODE_HEIGHT, NODE_WIDTH, type PlacedGraph } from './graph-layout';

const quoted = (text: string): string =>
  `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** A line for each connection. */
export function graphCsv(graph: PlacedGraph): string {
  const names = new Map(graph.nodes.map(({ node }) => [node.id, node.name]));
  const lines = graph.edges.map(({ edge }) =>
    [
      quoted(names.get(edge.caller) ?? edge.caller),
      quoted(names.get(edge.callee) ?? edge.callee),
      edge.type,
      edge.calls,
      edge.errors,
      (edge.server ?? edge.client)?.p99Nanos ?? '',
    ].join(','),
  );
  return ['caller,callee,type,calls,errors,p99_nanos', ...lines, ''].join('\r\n');
}

export function graphJson(graph: PlacedGraph): string {
  return JSON.stringify(
    { nodes: graph.nodes.map(({ node }) => node), edges: graph.edges.map(({ edge }) => edge) },
    null,
    2,
  );
}

const MOST_CHARACTERS = 20;

/** The whole map as a picture that needs nothing else. */
export function graphSvg(graph: PlacedGraph, colors: Colors): string {
  const edges = graph.edges.map(
    ({ edge, points }) =>
      `<path d="${curve(points)}" fill="none" stroke="${colors(edge.errorRatio >= 0.01 ? '--error' : '--line-strong')}"/>`,
  );
  const nodes = graph.nodes.map(({ node, x, y, calls, errors }) => {
    const [left, top] = [x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2];
    const figures = `${roughly(calls, 'call')}, ${percent(calls > 0 ? errors / calls : 0)} failed`;
    return [
      `<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${NODE_WIDTH}" height="${NODE_HEIGHT}" rx="6" fill="${colors('--raised')}" stroke="${colors('--line-strong')}"/>`,
      `<text x="${(left + 10).toFixed(1)}" y="${(top + 19).toFixed(1)}" fill="${colors('--text')}" font-weight="600">${escaped(shortened(oneLine(node.name), (text) => text.length <= MOST_CHARACTERS))}</text>`,
      `<text x="${(left + 10).toFixed(1)}" y="${(top + 37).toFixed(1)}" fill="${colors('--text-soft')}" font-size="11">${escaped(figures)}</text>`,
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(graph.width)} ${Math.ceil(graph.height)}" font-family="system-ui, sans-serif" font-size="12.5">`,
    `<rect width="100%" height="100%" fill="${colors('--surface')}"/>`,
    ...edges,
    ...nodes,
    '</svg>',
  ].join('\n');
}
