import type { Objective } from '../../api/objectives';
import type { Chart } from '../../charts/chart';

const MOST_PIECES = 30;
const LEAST_PIECE_MILLIS = 3_600_000;

/** What was left of the budget at the end of each piece of the period: where there were no spans, as much as before. */
export function budgetChart(objective: Objective): Chart {
  const from = Date.parse(objective.from);
  const to = Date.parse(objective.to);
  const length = Math.max(LEAST_PIECE_MILLIS, (to - from) / MOST_PIECES);
  const left = new Map(objective.pieces.map((piece) => [Date.parse(piece.time), piece.budgetLeft]));
  const times = [from];
  const values = [1];
  // Pieces begin at whole multiples of their length: the first may begin before the period does.
  for (let start = Math.floor(from / length) * length; start < to; start += length) {
    times.push(Math.min(start + length, to));
    values.push(left.get(start) ?? values.at(-1) ?? 1);
  }
  return {
    title: `Budget left of ${objective.name}`,
    unit: 'share',
    kind: 'line',
    timesMillis: times,
    series: [{ name: 'budget left', values, color: (values.at(-1) ?? 1) < 0 ? '--error' : '--series-1' }],
  };
}
