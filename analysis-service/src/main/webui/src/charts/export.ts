import { clock, dateTime } from '../text/format';
import { type Chart, joinedWithin, lonely, seriesColor, stacked, valueRange, written } from './chart';

/** What colours a chart is drawn in when it leaves the page. */
export type Colors = (variable: string) => string;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A text that a spreadsheet would take for a formula is marked as text. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

export function toCsv(chart: Chart): string {
  const head = ['time', ...chart.series.map((series) => quoted(harmless(series.name)))].join(',');
  const lines = chart.timesMillis.map((millis, at) =>
    [new Date(millis).toISOString(), ...chart.series.map((series) => series.values[at] ?? '')].join(','),
  );
  return `${[head, ...lines].join('\r\n')}\r\n`;
}

export function toJson(chart: Chart): string {
  return JSON.stringify(
    {
      title: chart.title,
      unit: chart.unit,
      times: chart.timesMillis.map((millis) => new Date(millis).toISOString()),
      series: chart.series.map(({ name, values }) => ({ name, values })),
    },
    null,
    2,
  );
}

/** A text as XML holds it, in elements and attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const WIDTH = 960;
const HEIGHT = 360;
const LEFT = 70;
const TOP = 40;
const RIGHT = 16;
const BOTTOM = 60;

/** The chart as a picture that needs nothing else: colours are written into it, names are escaped. */
export function toSvg(chart: Chart, colors: Colors): string {
  const lines =
    chart.kind === 'stacked-bars' ? stacked(chart.series) : chart.series.map((one) => [...one.values]);
  const hasRight = chart.series.some((series) => series.isRight);
  const right = hasRight ? LEFT : RIGHT;
  const scaleOf = (isRight: boolean) => {
    const [low, high] = rangeOf(
      lines.filter((_, at) => (chart.series[at]?.isRight ?? false) === isRight).flat(),
    );
    return {
      low,
      high,
      y: (value: number) => HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM),
    };
  };
  const [leftScale, rightScale] = [scaleOf(false), scaleOf(true)];
  const [from, to] = [chart.timesMillis[0] ?? 0, chart.timesMillis.at(-1) ?? 1];
  const x = (millis: number) => LEFT + ((millis - from) / Math.max(1, to - from)) * (WIDTH - LEFT - right);
  const text = (at: number, down: number, content: string, anchor = 'start') =>
    `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}" fill="${colors('--text')}">${escaped(content)}</text>`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${colors('--surface')}"/>`,
    text(LEFT, 22, chart.title),
  ];
  for (let tick = 0; tick <= 4; tick++) {
    const at = ({ low, high }: { low: number; high: number }) => low + ((high - low) * tick) / 4;
    const y = leftScale.y(at(leftScale));
    parts.push(
      `<path d="M${LEFT} ${y.toFixed(1)}H${WIDTH - right}" stroke="${colors('--line')}"/>`,
      text(LEFT - 6, y + 4, written(at(leftScale), chart.unit), 'end'),
    );
    if (hasRight) {
      parts.push(text(WIDTH - right + 6, y + 4, written(at(rightScale), chart.rightUnit ?? chart.unit)));
    }
    const millis = from + ((to - from) * tick) / 4;
    parts.push(
      text(
        x(millis),
        HEIGHT - BOTTOM + 18,
        tick === 0 ? dateTime(millis) : clock(millis),
        tick === 0 ? 'start' : tick === 4 ? 'end' : 'middle',
      ),
    );
  }
  const drawn = chart.series.map((series, at) => {
    const color = colors(seriesColor(series, at));
    const values = lines[at] ?? [];
    const { y } = series.isRight ? rightScale : leftScale;
    return chart.kind === 'stacked-bars'
      ? bars(values, chart.timesMillis, x, y, color)
      : `<path d="${linePath(values, chart.timesMillis, x, y)}" fill="none" stroke="${color}" stroke-width="1.5"${series.isRight ? ' stroke-dasharray="6 3"' : ''}/>`;
  });
  // Stacked bars hide those that are less high: the highest are drawn first.
  parts.push(
    ...(chart.kind === 'stacked-bars' ? drawn.reverse() : drawn),
    legend(chart, colors, text),
    '</svg>',
  );
  return parts.join('\n');
}

function rangeOf(values: readonly (number | null)[]): readonly [number, number] {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  return valueRange(
    known.reduce((least, value) => Math.min(least, value), 0),
    known.reduce((most, value) => Math.max(most, value), 0),
  );
}

type Scale = (value: number) => number;

function linePath(values: readonly (number | null)[], times: readonly number[], x: Scale, y: Scale): string {
  const reach = joinedWithin(values);
  const dots = new Set(lonely(values));
  let last = Number.NEGATIVE_INFINITY;
  return values
    .map((value, at) => {
      if (value === null || !Number.isFinite(value)) {
        return '';
      }
      const point = `${at - last <= reach ? 'L' : 'M'}${x(times[at] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`;
      last = at;
      return dots.has(at) ? `${point}h1.5` : point;
    })
    .join('');
}

function bars(
  values: readonly (number | null)[],
  times: readonly number[],
  x: Scale,
  y: Scale,
  color: string,
): string {
  const width = times.length > 1 ? Math.max(1, (x(times[1] ?? 0) - x(times[0] ?? 0)) * 0.85) : 10;
  const path = values
    .map((value, at) =>
      value === null || value === 0
        ? ''
        : `M${x(times[at] ?? 0).toFixed(1)} ${y(0).toFixed(1)}V${y(value).toFixed(1)}h${width.toFixed(1)}V${y(0).toFixed(1)}z`,
    )
    .join('');
  return `<path d="${path}" fill="${color}"/>`;
}

function legend(
  chart: Chart,
  colors: Colors,
  text: (at: number, down: number, content: string) => string,
): string {
  let at = LEFT;
  const parts: string[] = [];
  for (const [position, series] of chart.series.entries()) {
    const name = series.name.slice(0, 40);
    const width = 22 + name.length * 7;
    if (at + width > WIDTH - RIGHT) {
      break;
    }
    parts.push(
      `<rect x="${at}" y="${HEIGHT - 26}" width="10" height="10" fill="${colors(seriesColor(series, position))}"/>`,
      text(at + 14, HEIGHT - 17, name),
    );
    at += width;
  }
  return parts.join('');
}

/** Hands a file to the browser. */
export function download(name: string, content: Blob): void {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(content);
  anchor.download = name.replace(/[^A-Za-z0-9._-]+/g, '-');
  anchor.click();
  window.setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}

/** Puts a text where people paste from. Pages that came without encryption are not let at it the usual way. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text);
  }
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

/** Shows a picture in a tab of its own. */
export function openPicture(picture: Blob): void {
  const address = URL.createObjectURL(picture);
  window.open(address, '_blank', 'noopener');
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const textFile = (content: string, type: string): Blob => new Blob([content], { type });
