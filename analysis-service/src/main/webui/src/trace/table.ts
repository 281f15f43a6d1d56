import type { PlacedPath } from './critical-path';
import type { TraceTree } from './tree';

/** Spans of one component and name in a trace. */
export interface OperationLine {
  readonly service: string;
  readonly name: string;
  readonly spans: number;
  readonly errors: number;
  readonly totalNanos: number;
  readonly longestNanos: number;
  readonly selfNanos: number;
  readonly criticalNanos: number;
  /** Position of the longest of them. */
  readonly longest: number;
}

export type OperationOrder = 'criticalNanos' | 'selfNanos' | 'totalNanos' | 'spans' | 'errors';

export function operationsOf(tree: TraceTree, path: PlacedPath): OperationLine[] {
  const lines = new Map<string, { -readonly [K in keyof OperationLine]: OperationLine[K] }>();
  for (const span of tree.spans) {
    const key = `${span.resource.service.length} ${span.resource.service}${span.name}`;
    const line = lines.get(key) ?? {
      service: span.resource.service,
      name: span.name,
      spans: 0,
      errors: 0,
      totalNanos: 0,
      longestNanos: -1,
      selfNanos: 0,
      criticalNanos: 0,
      longest: span.index,
    };
    const nanos = Math.max(0, span.end - span.start);
    line.spans++;
    line.errors += span.isError ? 1 : 0;
    line.totalNanos += nanos;
    line.selfNanos += tree.selfNanos[span.index] ?? 0;
    line.criticalNanos += path.nanos.get(span.index) ?? 0;
    if (nanos > line.longestNanos) {
      line.longestNanos = nanos;
      line.longest = span.index;
    }
    lines.set(key, line);
  }
  return [...lines.values()];
}
