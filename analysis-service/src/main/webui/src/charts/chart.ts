import { bytes, count, duration, percent, perSecond } from '../text/format';
import type { ChartDoor } from './chart-address';

/** What values of a chart are: decides how they are written. */
export type Unit = 'nanos' | 'seconds' | 'millis' | 'count' | 'per-second' | 'share' | 'bytes' | 'number';

export interface ChartSeries {
  readonly name: string;
  /** One for each time; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Name of a colour variable; chosen by position when absent. */
  readonly color?: string;
  /** Whether it is measured by the axis at the right. */
  readonly isRight?: boolean;
}

export interface Shade {
  readonly fromMillis: number;
  readonly toMillis: number;
}

/** A chart's content, whatever it is drawn or written as. */
export interface Chart {
  readonly title: string;
  readonly unit: Unit;
  /** What series at the right are measured in. */
  readonly rightUnit?: Unit;
  readonly kind: 'line' | 'stacked-bars';
  readonly timesMillis: readonly number[];
  readonly series: readonly ChartSeries[];
  /** Where the service draws the same. */
  readonly door?: ChartDoor;
  /** Stretches of time that somebody should look at. */
  readonly shades?: readonly Shade[];
}

const SERIES_COLORS = 8;

export function seriesColor(series: ChartSeries, position: number): string {
  return series.color ?? `--series-${(position % SERIES_COLORS) + 1}`;
}

export const unitOfSeries = (chart: Chart, series: ChartSeries): Unit =>
  series.isRight ? (chart.rightUnit ?? chart.unit) : chart.unit;

export function written(value: number | null | undefined, unit: Unit): string {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  switch (unit) {
    case 'nanos':
      return duration(value);
    case 'seconds':
      return duration(value * 1e9);
    case 'millis':
      return duration(value * 1e6);
    case 'share':
      return percent(value);
    case 'bytes':
      return bytes(value);
    case 'per-second':
      return perSecond(value);
    case 'count':
      return count(value);
    case 'number':
      return Math.abs(value) >= 0.01 || value === 0 ? count(value) : value.toPrecision(3);
  }
}

/**
 * How many steps lie at most between values that belong together: what is measured less often than steps are long has gaps
 * that are none. Half as many again as between most of them, so that one more missing is a gap.
 */
export function joinedWithin(values: readonly (number | null)[]): number {
  const distances: number[] = [];
  let last = -1;
  values.forEach((value, at) => {
    if (value !== null && Number.isFinite(value)) {
      if (last >= 0) {
        distances.push(at - last);
      }
      last = at;
    }
  });
  distances.sort((a, b) => a - b);
  return 1.5 * (distances[Math.floor((distances.length - 1) / 2)] ?? 1);
}

/** Values that no line leads to or from: they are drawn as points, or nobody would see them. */
export function lonely(values: readonly (number | null)[]): number[] {
  const reach = joinedWithin(values);
  const known = values.flatMap((value, at) => (value !== null && Number.isFinite(value) ? [at] : []));
  return known.filter((at, place) => {
    const [before, after] = [known[place - 1], known[place + 1]];
    return (before === undefined || at - before > reach) && (after === undefined || after - at > reach);
  });
}

/** Series laid on each other: each begins where the one before ended. */
export function stacked(series: readonly ChartSeries[]): (number | null)[][] {
  const sums: number[] = [];
  return series.map((one) =>
    one.values.map((value, at) => {
      sums[at] = (sums[at] ?? 0) + (value ?? 0);
      return sums[at] ?? 0;
    }),
  );
}

/** What the upright axis shows: from zero on, so that heights compare, with room for values below it. */
export function valueRange(lowest: number, highest: number): readonly [number, number] {
  const low = lowest < 0 ? lowest * 1.05 : 0;
  return [low, highest > 0 ? highest * 1.05 : low < 0 ? 0 : 1];
}

/** The times at which steps of a counting answer begin. */
export function stepTimes(fromUnixNano: string, stepNanos: string, steps: number): number[] {
  const from = Number(BigInt(fromUnixNano) / 1_000_000n);
  const step = Number(BigInt(stepNanos) / 1_000_000n);
  return Array.from({ length: steps }, (_, at) => from + at * step);
}

/** One sentence for those who do not see the chart. */
export function summary(chart: Chart): string {
  const parts = chart.series.slice(0, 5).map((series) => {
    const known = series.values.filter((value): value is number => value !== null && Number.isFinite(value));
    if (known.length === 0) {
      return `${series.name}: no values`;
    }
    const [low, high] = known.reduce(
      ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return `${series.name}: ${written(low, unitOfSeries(chart, series))} to ${written(high, unitOfSeries(chart, series))}`;
  });
  const more = chart.series.length > 5 ? ` and ${chart.series.length - 5} more` : '';
  return `${chart.title}. ${parts.join('; ')}${more}.`;
}
