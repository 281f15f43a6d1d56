import type { CriticalPathSection } from '../api/traces';
import type { TraceTree } from './tree';

/** A stretch of the critical path on a span's row, in the times of the trace. */
export interface PathPiece {
  readonly from: number;
  readonly to: number;
}

export interface PlacedPath {
  /** The pieces by the position of their span. */
  readonly pieces: ReadonlyMap<number, readonly PathPiece[]>;
  /** Time on the path by position. */
  readonly nanos: ReadonlyMap<number, number>;
  readonly totalNanos: number;
}

export const NO_PATH: PlacedPath = { pieces: new Map(), nanos: new Map(), totalNanos: 0 };

/** Lays the sections that analysis found onto the spans. Of spans that share an id the one that runs then is meant. */
export function placePath(tree: TraceTree, sections: readonly CriticalPathSection[]): PlacedPath {
  const byId = new Map<string, number[]>();
  for (const span of tree.spans) {
    byId.set(span.spanId, [...(byId.get(span.spanId) ?? []), span.index]);
  }
  const pieces = new Map<number, PathPiece[]>();
  const nanos = new Map<number, number>();
  let totalNanos = 0;
  for (const section of sections) {
    const candidates = byId.get(section.spanId) ?? [];
    const middle = (section.fromNanos + section.toNanos) / 2;
    const index =
      candidates.find((one) => {
        const span = tree.spans[one];
        return span !== undefined && span.start <= middle && middle <= span.end;
      }) ?? candidates[0];
    totalNanos += section.toNanos - section.fromNanos;
    if (index === undefined) {
      continue;
    }
    const piece = { from: section.fromNanos, to: section.toNanos };
    const known = pieces.get(index);
    if (known) {
      known.push(piece);
    } else {
      pieces.set(index, [piece]);
    }
    nanos.set(index, (nanos.get(index) ?? 0) + piece.to - piece.from);
  }
  return { pieces, nanos, totalNanos };
}
