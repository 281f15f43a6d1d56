import type { HeatMap } from '../api/spans';
import { clock, duration } from '../text/format';
import { stepTimes } from './chart';
import { type Colors, escaped } from './export';
import { highestCount, strength } from './heat-map-layout';

/** A line for each cell that holds spans. */
export function heatMapCsv(map: HeatMap): string {
  const times = stepTimes(map.fromUnixNano, map.stepNanos, map.steps);
  const lines = map.rows.flatMap((row) =>
    row.counts.flatMap((count, step) =>
      count > 0
        ? [`${new Date(times[step] ?? 0).toISOString()},${row.fromNanos},${row.toNanos},${count}`]
        : [],
    ),
  );
  return `time,from_nanos,to_nanos,spans\r\n${lines.map((line) => `${line}\r\n`).join('')}`;
}

export function heatMapJson(map: HeatMap): string {
  const times = stepTimes(map.fromUnixNano, map.stepNanos, map.steps);
  return JSON.stringify(
    {
      times: times.map((millis) => new Date(millis).toISOString()),
      rows: map.rows.map(({ fromNanos, toNanos, counts, search }) => ({
        fromNanos,
        toNanos,
        counts,
        search,
      })),
    },
    null,
    2,
  );
}

const WIDTH = 960;
const HEIGHT = 360;
const LEFT = 70;
const TOP = 36;
const BOTTOM = 30;

export function heatMapSvg(map: HeatMap, title: string, colors: Colors): string {
  const [cellWidth, cellHeight] = [
    (WIDTH - LEFT - 10) / map.steps,
    (HEIGHT - TOP - BOTTOM) / Math.max(1, map.rows.length),
  ];
  const highest = highestCount(map);
  const text = (x: number, y: number, content: string, anchor: string) =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" fill="${colors('--text')}">${escaped(content)}</text>`;
  const cells = map.rows.flatMap((row, at) =>
    row.counts.flatMap((count, step) =>
      count > 0
        ? [
            `<rect x="${(LEFT + step * cellWidth).toFixed(1)}" y="${(HEIGHT - BOTTOM - (at + 1) * cellHeight).toFixed(1)}" width="${cellWidth.toFixed(1)}" height="${cellHeight.toFixed(1)}" fill="${colors('--heat-1')}" fill-opacity="${strength(count, highest).toFixed(2)}"/>`,
          ]
        : [],
    ),
  );
  const every = Math.max(1, Math.ceil(20 / cellHeight));
  const durations = map.rows.flatMap((row, at) =>
    at % every === 0
      ? [text(LEFT - 6, HEIGHT - BOTTOM - at * cellHeight, duration(row.fromNanos), 'end')]
      : [],
  );
  const times = stepTimes(map.fromUnixNano, map.stepNanos, map.steps);
  const clocks = [0, 0.25, 0.5, 0.75].map((share) => {
    const step = Math.floor(share * map.steps);
    return text(LEFT + step * cellWidth, HEIGHT - 10, clock(times[step] ?? 0), 'start');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colors('--surface')}"/>`,
    text(LEFT, 22, title, 'start'),
    ...cells,
    ...durations,
    ...clocks,
    '</svg>',
  ].join('\n');
}
