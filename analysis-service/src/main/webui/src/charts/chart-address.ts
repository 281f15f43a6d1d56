import { address, type Parameters } from '../api/client';
import { parseSpan, type TimeRange } from '../app/time-range';

/** What draws the same chart for those who have only its address. */
export interface ChartDoor {
  readonly name: 'spans' | 'logs' | 'heat-map' | 'red' | 'metrics';
  /** All but the time and the looks. */
  readonly parameters: Parameters;
}

export interface Looks {
  readonly title: string;
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

const MOST_TITLE = 200;

/** The address of a chart. A relative time stays one: the chart is always of the latest. */
export function chartAddress(
  door: ChartDoor,
  ending: 'svg' | 'csv' | 'json',
  time: { readonly relative: string | undefined; readonly range: TimeRange },
  looks?: Looks,
): string {
  const isRelative = time.relative !== undefined && parseSpan(time.relative) !== undefined;
  return address(`/v1/charts/${door.name}.${ending}`, {
    ...door.parameters,
    from: isRelative ? `now-${time.relative}` : new Date(time.range.fromMillis).toISOString(),
    to: isRelative ? 'now' : new Date(time.range.toMillis).toISOString(),
    ...looks,
    // A longer one is refused.
    title: looks?.title.slice(0, MOST_TITLE),
  });
}
