import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { cssColor, theme } from '../app/theme';
import { showRange } from '../app/time';
import { dateTime } from '../text/format';
import { oneLine } from '../text/visible';
import {
  type Chart,
  joinedWithin,
  lonely,
  type Shade,
  seriesColor,
  stacked,
  summary,
  unitOfSeries,
  valueRange,
  written,
} from './chart';
import { ChartMenu, type Takeaway } from './chart-menu';
import { toCsv, toJson, toSvg } from './export';
import './line-chart.css';

interface Props {
  readonly chart: Chart;
  readonly height?: number;
  /** Points on the chart that lead somewhere, such as exemplars. */
  readonly marks?: readonly Mark[];
  /** Charts with the same key show their cursors at the same time. */
  readonly syncKey?: string;
  readonly hasLegend?: boolean;
}

export interface Mark {
  readonly millis: number;
  readonly value: number;
  readonly href: string;
  readonly label: string;
}

/** Values over time. A drag chooses that time for the whole page. */
export function LineChart(props: Props): JSX.Element {
  const { chart, height = 180, syncKey = 'time' } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const hovered = useSignal<number | null>(null);
  const shown = useMemo(
    () => ({ ...chart, series: chart.series.filter((series) => !hidden.has(series.name)) }),
    [chart, hidden],
  );
  const colorOf = new Map(chart.series.map((series, at) => [series.name, seriesColor(series, at)]));
  const currentTheme = theme.value;

  // Colours are read from the style sheet of the theme.
  useEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const options = optionsOf(shown, colorOf, element.clientWidth, height, syncKey);
    options.hooks = {
      drawClear: [(self) => paintShades(self, shown.shades ?? [])],
      setCursor: [(self) => (hovered.value = self.cursor.idx ?? null)],
      setSelect: [
        (self) => {
          if (self.select.width > 3) {
            const left = self.select.left;
            showRange(self.posToVal(left, 'x') * 1000, self.posToVal(left + self.select.width, 'x') * 1000);
          }
        },
      ],
    };
    const made = new uPlot(options, dataOf(shown), element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth !== made.width) {
        made.setSize({ width: element.clientWidth, height });
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [shown, height, currentTheme, syncKey]);

  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) {
      next.add(name);
    }
    setHidden(next);
  };
  return (
    <figure class="line-chart">
      <ChartMenu of={takeaway(chart)} canvas={() => plot.current?.ctx.canvas} />
      <div ref={box} class="plot" role="img" aria-label={summary(chart)} />
      {props.marks && props.marks.length > 0 && <Marks chart={shown} marks={props.marks} />}
      {props.hasLegend !== false && (
        <Legend chart={chart} hidden={hidden} hovered={hovered.value} onToggle={toggle} />
      )}
    </figure>
  );
}

const takeaway = (chart: Chart): Takeaway => ({
  title: chart.title,
  svg: () => toSvg(chart, cssColor),
  csv: () => toCsv(chart),
  json: () => toJson(chart),
  door: chart.door,
});

function optionsOf(
  chart: Chart,
  colorOf: ReadonlyMap<string, string>,
  width: number,
  height: number,
  syncKey: string,
): uPlot.Options {
  const isBars = chart.kind === 'stacked-bars';
  const axis = {
    stroke: cssColor('--text-soft'),
    grid: { stroke: cssColor('--line'), width: 1 },
    ticks: { show: false },
  };
  const hasRight = chart.series.some((one) => one.isRight);
  const series = chart.series.map((one): uPlot.Series => {
    const color = cssColor(colorOf.get(one.name) ?? '--series-1');
    return isBars
      ? {
          label: one.name,
          stroke: color,
          fill: color,
          width: 0,
          ...(BARS ? { paths: BARS } : {}),
          points: { show: false },
        }
      : {
          label: one.name,
          stroke: color,
          width: 1.5,
          ...(one.isRight ? { scale: 'right', dash: [6, 3] } : {}),
          gaps: (self, _series, _from, _to, gaps) => {
            const reach = joinedWithin(one.values) * (self.bbox.width / Math.max(1, one.values.length - 1));
            return gaps.filter(([from, to]) => to - from > reach);
          },
          points: { show: true, size: 4, fill: color, filter: () => lonely(one.values) },
        };
  });
  return {
    width,
    height,
    cursor: {
      sync: { key: syncKey, setSeries: false },
      drag: { x: true, y: false, setScale: false },
      y: false,
    },
    legend: { show: false },
    // Above the values is the menu.
    padding: [18, null, null, null],
    scales: {
      // A bar begins at its time: the last one needs its width behind it.
      x: { time: true, range: (_self, min, max) => [min, max + (isBars ? stepOf(chart) : 0)] },
      y: { range: (_self, min, max) => [...valueRange(min, max)] },
      ...(hasRight ? { right: { range: (_self, min, max) => [...valueRange(min, max)] } } : {}),
    },
    axes: [
      { ...axis, size: 28, font: '11px system-ui', values: timeLabels },
      {
        ...axis,
        size: 62,
        font: '11px system-ui',
        values: (_self, ticks) => ticks.map((tick) => written(tick, chart.unit)),
      },
      ...(hasRight
        ? [
            {
              ...axis,
              grid: { show: false },
              scale: 'right',
              side: 1,
              size: 62,
              font: '11px system-ui',
              values: (_self: uPlot, ticks: number[]) =>
                ticks.map((tick) => written(tick, chart.rightUnit ?? chart.unit)),
            },
          ]
        : []),
    ],
    series: [{}, ...(isBars ? series.reverse() : series)],
  };
}

/** Seconds from one time to the next. */
const stepOf = ({ timesMillis }: Chart): number =>
  ((timesMillis[1] ?? timesMillis[0] ?? 0) - (timesMillis[0] ?? 0)) / 1000;

const BARS = uPlot.paths.bars?.({ size: [0.9], align: 1 });

const two = (value: number) => String(value).padStart(2, '0');

/** Of ticks at midnight the date, of others the time, with seconds where ticks are that near. */
function timeLabels(_self: uPlot, ticks: number[]): string[] {
  const isNear = ticks.length > 1 && (ticks[1] ?? 0) - (ticks[0] ?? 0) < 60;
  return ticks.map((seconds) => {
    const at = new Date(seconds * 1000);
    const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
    return time === '00:00'
      ? `${two(at.getMonth() + 1)}-${two(at.getDate())}`
      : isNear
        ? `${time}:${two(at.getSeconds())}`
        : time;
  });
}

function dataOf(chart: Chart): uPlot.AlignedData {
  const times = chart.timesMillis.map((millis) => millis / 1000);
  const lines =
    chart.kind === 'stacked-bars'
      ? stacked(chart.series).reverse()
      : chart.series.map((one) => [...one.values]);
  return [times, ...lines] as uPlot.AlignedData;
}

function Legend(props: {
  chart: Chart;
  hidden: ReadonlySet<string>;
  hovered: number | null;
  onToggle: (name: string) => void;
}): JSX.Element {
  const { chart, hovered } = props;
  const hasRight = chart.series.some((series) => series.isRight);
  const at = hovered === null ? undefined : chart.timesMillis[hovered];
  return (
    <figcaption class="legend">
      {chart.series.map((series, position) => (
        <button
          key={series.name}
          type="button"
          aria-pressed={!props.hidden.has(series.name)}
          onClick={() => props.onToggle(series.name)}
        >
          <span class="dot" style={{ background: `var(${seriesColor(series, position)})` }} />
          <span class="legend-name">{oneLine(series.name, 120)}</span>
          {hasRight && <span class="soft">{series.isRight ? 'right' : 'left'}</span>}
          {hovered !== null && (
            <span class="number soft">{written(series.values[hovered], unitOfSeries(chart, series))}</span>
          )}
        </button>
      ))}
      <span class="legend-time number soft">{at === undefined ? ' ' : dateTime(at)}</span>
    </figcaption>
  );
}

/** Behind the values, and at least wide enough to be seen. */
function paintShades(plot: uPlot, shades: readonly Shade[]): void {
  const { left, top, width, height } = plot.bbox;
  plot.ctx.fillStyle = cssColor('--shade');
  for (const { fromMillis, toMillis } of shades) {
    const from = Math.max(left, plot.valToPos(fromMillis / 1000, 'x', true));
    const to = Math.min(left + width, Math.max(from + 3, plot.valToPos(toMillis / 1000, 'x', true)));
    if (to > from) {
      plot.ctx.fillRect(from, top, to - from, height);
    }
  }
}

/** Exemplars as links below the chart: a keyboard reaches them, too. */
function Marks(props: { chart: Chart; marks: readonly Mark[] }): JSX.Element {
  return (
    <ul class="marks" aria-label="Exemplars">
      {props.marks.map((mark) => (
        <li key={`${mark.href}${mark.millis}`}>
          <a href={mark.href} title={mark.label}>
            ◆ {written(mark.value, props.chart.unit)}
          </a>
        </li>
      ))}
    </ul>
  );
}
