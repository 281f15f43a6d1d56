import type { HeatMap } from '../api/spans';

/** Cells from `left` to `right` and `low` to `high`, ends included; rows count from the shortest duration. */
export interface CellBox {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** A box of cells as times and durations. */
export interface HeatMapBox {
  readonly fromMillis: number;
  readonly toMillis: number;
  readonly fromNanos: number;
  readonly toNanos: number;
}

export function boxOf(map: HeatMap, cells: CellBox): HeatMapBox {
  const from = Number(BigInt(map.fromUnixNano) / 1_000_000n);
  const step = Number(BigInt(map.stepNanos) / 1_000_000n);
  return {
    fromMillis: from + cells.left * step,
    toMillis: from + (cells.right + 1) * step,
    fromNanos: Number(map.rows[cells.low]?.fromNanos ?? 0),
    toNanos: Number(map.rows[cells.high]?.toNanos ?? 0),
  };
}

/** The cells that a box covers, at least in part; undefined when none. */
export function cellsOf(map: HeatMap, box: HeatMapBox): CellBox | undefined {
  const from = Number(BigInt(map.fromUnixNano) / 1_000_000n);
  const step = Number(BigInt(map.stepNanos) / 1_000_000n);
  const left = Math.max(0, Math.floor((box.fromMillis - from) / step));
  const right = Math.min(map.steps - 1, Math.ceil((box.toMillis - from) / step) - 1);
  const low = map.rows.findIndex((row) => Number(row.toNanos) > box.fromNanos);
  let high = map.rows.length - 1;
  while (high >= 0 && Number(map.rows[high]?.fromNanos) >= box.toNanos) {
    high--;
  }
  return low < 0 || high < low || right < left ? undefined : { left, right, low, high };
}

export function spansIn(map: HeatMap, cells: CellBox): number {
  let sum = 0;
  for (let row = cells.low; row <= cells.high; row++) {
    for (let step = cells.left; step <= cells.right; step++) {
      sum += map.rows[row]?.counts[step] ?? 0;
    }
  }
  return sum;
}

export function highestCount(map: HeatMap): number {
  return map.rows.reduce((most, row) => row.counts.reduce((a, b) => Math.max(a, b), most), 0);
}

/** 0 to 1: how strongly a count is shown. A single span among thousands is still seen. */
export function strength(count: number, highest: number): number {
  return count <= 0 ? 0 : 0.18 + 0.82 * (highest > 1 ? Math.log(count) / Math.log(highest) : 1);
}
