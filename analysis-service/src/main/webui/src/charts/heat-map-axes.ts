import type { HeatMap } from '../api/spans';

export interface DurationTick {
  readonly nanos: number;
  /** Rows from the lower edge; parts of a row where it lies within one. */
  readonly row: number;
}

const FEWEST = 3;
/** From the coarsest on: the first that gives enough is taken. */
const FACTORS: readonly (readonly number[])[] = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]];

/** Round durations from one to another, the coarsest of which there are enough; none when none lie between. */
export function roundDurations(low: number, high: number): readonly number[] {
  for (const factors of FACTORS) {
    const found: number[] = [];
    for (let power = 10 ** Math.floor(Math.log10(Math.max(1, low))); power <= high; power *= 10) {
      found.push(...factors.map((factor) => factor * power).filter((nanos) => nanos >= low && nanos <= high));
    }
    if (found.length >= FEWEST) {
      return found;
    }
  }
  return [];
}

/** Round durations within the rows; the edges of rows where these are so few that no round one lies between. */
export function durationTicks(map: HeatMap, most: number): readonly DurationTick[] {
  const edges = [...map.rows.map((row) => Number(row.fromNanos)), Number(map.rows.at(-1)?.toNanos ?? 0)];
  const round = roundDurations(Math.max(1, edges[0] ?? 1), edges.at(-1) ?? 1);
  return everyNth(
    round.length > 0
      ? round.map((nanos) => ({ nanos, row: rowOf(edges, nanos) }))
      : edges.map((nanos, row) => ({ nanos, row })),
    most,
  );
}

function rowOf(edges: readonly number[], nanos: number): number {
  const above = edges.findIndex((edge) => edge > nanos);
  if (above < 0) {
    return edges.length - 1;
  }
  const [from, to] = [Math.max(1, edges[above - 1] ?? 1), edges[above] ?? 1];
  return above - 1 + Math.log(nanos / from) / Math.log(to / from);
}

function everyNth<T>(ticks: readonly T[], most: number): readonly T[] {
  const every = Math.max(1, Math.ceil(ticks.length / Math.max(1, most)));
  return ticks.filter((_, at) => at % every === 0);
}
