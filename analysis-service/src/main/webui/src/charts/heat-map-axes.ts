import type { HeatMap } from '../api/spans';
import { stepTimes } from './chart';

export interface DurationTick {
  readonly nanos: number;
  /** Rows from the lower edge; parts of a row where it lies within one. */
  readonly row: number;
}

const FEWEST = 3;
/** From the coarsest on: the first that gives enough is taken. */
const FACTORS: readonly (readonly number[])[] = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 8]];

/** Round durations within the rows; the edges of rows where these are so few that no round one lies between. */
export function durationTicks(map: HeatMap, most: number): readonly DurationTick[] {
  const edges = [...map.rows.map((row) => Number(row.fromNanos)), Number(map.rows.at(-1)?.toNanos ?? 0)];
  const [low, high] = [Math.max(1, edges[0] ?? 1), edges.at(-1) ?? 1];
  for (const factors of FACTORS) {
    const ticks: DurationTick[] = [];
    for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) {
      for (const factor of factors) {
        const nanos = factor * power;
        if (nanos >= low && nanos <= high) {
          ticks.push({ nanos, row: rowOf(edges, nanos) });
        }
      }
    }
    if (ticks.length >= FEWEST) {
      return everyNth(ticks, most);
    }
  }
  return everyNth(
    edges.map((nanos, row) => ({ nanos, row })),
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

const TIME_STEPS_SECONDS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
];

export interface TimeTicks {
  readonly millis: readonly number[];
  readonly stepMillis: number;
}

/** Round local times within the columns, at most so many. */
export function timeTicks(map: HeatMap, most: number): TimeTicks {
  const [from = 0] = stepTimes(map.fromUnixNano, map.stepNanos, 1);
  const to = from + map.steps * Number(BigInt(map.stepNanos) / 1_000_000n);
  const seconds = TIME_STEPS_SECONDS.find((step) => (to - from) / 1000 / step <= most) ?? 604_800;
  const stepMillis = seconds * 1000;
  // Hours and days are round on people's clocks, not on the one in Greenwich.
  const zone = new Date(from).getTimezoneOffset() * 60_000;
  const millis: number[] = [];
  for (let at = Math.ceil((from - zone) / stepMillis) * stepMillis + zone; at < to; at += stepMillis) {
    millis.push(at);
  }
  return { millis, stepMillis };
}
