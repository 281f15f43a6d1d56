import { range, type TimeRange } from '../../app/time';
import type { HeatMapBox } from '../../charts/heat-map-layout';
import { and } from '../../query/language';
import { durationLiteral } from '../../text/format';

export function written(box: HeatMapBox): string {
  return [box.fromMillis, box.toMillis, box.fromNanos, box.toNanos].join(',');
}

/** A box as the address has it. */
export function parseBox(text: string | null): HeatMapBox | undefined {
  const numbers = (text ?? '').split(',').map(Number);
  const [fromMillis, toMillis, fromNanos, toNanos] = numbers;
  return text && numbers.length === 4 && numbers.every(Number.isFinite)
    ? {
        fromMillis: fromMillis ?? 0,
        toMillis: toMillis ?? 0,
        fromNanos: fromNanos ?? 0,
        toNanos: toNanos ?? 0,
      }
    : undefined;
}

/** The search for the spans of the box; of its time the list is asked apart. */
export function searchOf(q: string, box: HeatMapBox | undefined): string {
  return box ? and(q, durationsOf(box)) : q;
}

export function durationsOf(box: HeatMapBox): string {
  return `duration >= ${durationLiteral(box.fromNanos)} && duration < ${durationLiteral(box.toNanos)}`;
}

/** The time of the box, else that of the page. */
export function rangeIn(box: HeatMapBox | undefined): TimeRange {
  return box ? { fromMillis: box.fromMillis, toMillis: box.toMillis } : range.value;
}
