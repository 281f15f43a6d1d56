import { NOBODY, type TraceTree } from './tree';

/** What an address calls a span: its id, and a number where several share it. */
export function keyOfSpan(tree: TraceTree, index: number): string | null {
  const span = tree.spans[index];
  if (!span) {
    return null;
  }
  let before = 0;
  for (let at = 0; at < index; at++) {
    before += tree.spans[at]?.spanId === span.spanId ? 1 : 0;
  }
  return span.spanId + (before > 0 ? `.${before}` : '');
}

export function indexOfSpan(tree: TraceTree, key: string | null): number {
  const [spanId, number = '0'] = (key ?? '').split('.');
  if (!spanId) {
    return NOBODY;
  }
  let left = Number(number);
  return tree.spans.findIndex((span) => span.spanId === spanId && left-- <= 0);
}
