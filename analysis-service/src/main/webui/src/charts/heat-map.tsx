import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HeatMap } from '../api/spans';
import { cssColor, theme } from '../app/theme';
import { clock, duration, roughly } from '../text/format';
import { prepared, shadesBetween } from './canvas';
import { line, paintTimes } from './canvas-axes';
import { stepTimes } from './chart';
import type { ChartDoor } from './chart-address';
import { ChartMenu } from './chart-menu';
import { durationTicks } from './heat-map-axes';
import { heatMapCsv, heatMapJson, heatMapSvg } from './heat-map-export';
import {
  boxOf,
  type CellBox,
  cellsOf,
  type HeatMapBox,
  highestCount,
  spansIn,
  strength,
} from './heat-map-layout';
import './heat-map.css';

const LEFT = 62;
const BOTTOM = 22;
/** Room for the menu above the cells, so that it covers none. */
const TOP = 22;
const HIGHEST = 246;
/** Rows that are higher than this look like blocks, not like a map. */
const HIGHEST_ROW = 28;
const FEWEST_ROWS = 3;
const SHADES = 32;
const TITLE = 'Spans by start and duration';

interface Props {
  readonly map: HeatMap;
  readonly door: ChartDoor;
  readonly box: HeatMapBox | undefined;
  readonly onSelect: (box: HeatMapBox | undefined) => void;
}

/** Spans by time and duration. A box is drawn by the pointer, or by arrow keys with Shift and Enter. */
export function HeatMapChart(props: Props): JSX.Element {
  const { map } = props;
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [drawing, setDrawing] = useState<CellBox>();
  const [pointed, setPointed] = useState<CellBox>();
  const begun = useRef<{ step: number; row: number } | undefined>(undefined);
  const currentTheme = theme.value;
  const height = heightOf(map);
  const shownBox = drawing ?? (props.box && cellsOf(map, props.box));

  useEffect(() => {
    const element = holder.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Colours are read from the style sheet of the theme.
  useEffect(() => {
    if (canvas.current && width > 0) {
      paint(canvas.current, map, width, shownBox);
    }
  }, [map, width, shownBox, currentTheme]);

  const cellAt = (event: PointerEvent) => {
    const bounds = holder.current?.getBoundingClientRect();
    const x = event.clientX - (bounds?.left ?? 0) - LEFT;
    const y = event.clientY - (bounds?.top ?? 0) - TOP;
    const step = Math.floor((x / (width - LEFT)) * map.steps);
    const row = Math.floor((height - TOP - BOTTOM - y) / rowHeight(map));
    return { step: clamp(step, map.steps), row: clamp(row, map.rows.length) };
  };
  const select = (cells: CellBox | undefined) => {
    setDrawing(undefined);
    props.onSelect(cells && boxOf(map, cells));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = movedBy(event, shownBox ?? middle(map), map);
    if (moved) {
      event.preventDefault();
      setDrawing(moved);
    } else if (event.key === 'Enter' && shownBox) {
      select(shownBox);
    } else if (event.key === 'Escape') {
      select(undefined);
    }
  };
  return (
    <div class="heat-map">
      <ChartMenu
        of={{
          title: TITLE,
          svg: () => heatMapSvg(map, TITLE, cssColor),
          csv: () => heatMapCsv(map),
          json: () => heatMapJson(map),
          door: props.door,
        }}
        canvas={() => canvas.current}
      />
      <div
        ref={holder}
        class="holder"
        style={{ height: `${height}px` }}
        role="application"
        aria-label={`Heat map of spans by start and duration. ${label(map, shownBox)} Arrow keys move the box, with Shift they stretch it, Enter selects, Escape clears.`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys draw the box.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button === 0) {
            begun.current = cellAt(event);
            event.currentTarget.setPointerCapture(event.pointerId);
          }
        }}
        onPointerMove={(event) => {
          const at = cellAt(event);
          setPointed({ left: at.step, right: at.step, low: at.row, high: at.row });
          if (begun.current) {
            setDrawing(between(begun.current, at));
          }
        }}
        onPointerUp={(event) => {
          const start = begun.current;
          begun.current = undefined;
          if (start) {
            const end = cellAt(event);
            select(
              start.step === end.step && start.row === end.row && props.box ? undefined : between(start, end),
            );
          }
        }}
        onPointerLeave={() => setPointed(undefined)}
      >
        <canvas ref={canvas} />
      </div>
      <p class="soft number caption">{label(map, drawing ?? pointed ?? shownBox)}</p>
    </div>
  );
}

const clamp = (value: number, size: number): number => Math.max(0, Math.min(size - 1, value));

const between = (a: { step: number; row: number }, b: { step: number; row: number }): CellBox => ({
  left: Math.min(a.step, b.step),
  right: Math.max(a.step, b.step),
  low: Math.min(a.row, b.row),
  high: Math.max(a.row, b.row),
});

const middle = (map: HeatMap): CellBox => {
  const [step, row] = [Math.floor(map.steps / 2), Math.floor(map.rows.length / 2)];
  return { left: step, right: step, low: row, high: row };
};

function movedBy(event: KeyboardEvent, box: CellBox, map: HeatMap): CellBox | undefined {
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  };
  const move = moves[event.key];
  if (!move) {
    return undefined;
  }
  const by = event.shiftKey ? 0 : 1;
  return {
    left: clamp(box.left + move[0] * by, map.steps),
    right: clamp(Math.max(box.left, box.right + move[0]), map.steps),
    low: clamp(box.low + move[1] * by, map.rows.length),
    high: clamp(Math.max(box.low, box.high + move[1]), map.rows.length),
  };
}

function label(map: HeatMap, cells: CellBox | undefined): string {
  if (!cells) {
    return 'Draw a box around what looks odd: Quipu says what is different about it.';
  }
  const box = boxOf(map, cells);
  return `${roughly(spansIn(map, cells), 'span')} of ${duration(box.fromNanos)} to ${duration(box.toNanos)}, ${clock(box.fromMillis)} to ${clock(box.toMillis)}.`;
}

function paint(canvas: HTMLCanvasElement, map: HeatMap, width: number, box: CellBox | undefined): void {
  const height = heightOf(map);
  const context = prepared(canvas, width, height);
  if (!context) {
    return;
  }
  const cellWidth = (width - LEFT) / Math.max(1, map.steps);
  const cellHeight = rowHeight(map);
  const top = (row: number) => height - BOTTOM - (row + 1) * cellHeight;
  const highest = highestCount(map);
  const shades = shadesBetween(cssColor('--heat-0'), cssColor('--heat-1'), SHADES);
  paintAxes(context, map, width, cellHeight);
  map.rows.forEach((row, at) => {
    row.counts.forEach((spans, step) => {
      if (spans > 0) {
        context.fillStyle = shades[Math.round(strength(spans, highest) * (SHADES - 1))] ?? '';
        context.fillRect(
          LEFT + step * cellWidth,
          top(at),
          Math.max(1, cellWidth - 0.5),
          Math.max(1, cellHeight - 0.5),
        );
      }
    });
  });
  if (box) {
    // Half of a line lies beside its path: one pixel inwards it is whole at the edges, too.
    const y = top(box.high);
    context.strokeStyle = cssColor('--path');
    context.lineWidth = LINE;
    context.strokeRect(
      LEFT + box.left * cellWidth + LINE / 2,
      y + LINE / 2,
      Math.max(LINE, (box.right - box.left + 1) * cellWidth - LINE),
      Math.max(LINE, top(box.low) + cellHeight - y - LINE),
    );
  }
}

const LINE = 2;

const rowHeight = (map: HeatMap): number =>
  Math.min(HIGHEST_ROW, (HIGHEST - TOP - BOTTOM) / Math.max(1, map.rows.length));

/** Of spans that all take about as long there are few rows: they do not need the room of many. */
const heightOf = (map: HeatMap): number =>
  TOP + BOTTOM + Math.max(FEWEST_ROWS, map.rows.length) * rowHeight(map);

function paintAxes(context: CanvasRenderingContext2D, map: HeatMap, width: number, cellHeight: number): void {
  context.fillStyle = cssColor('--text-soft');
  context.strokeStyle = cssColor('--line');
  context.lineWidth = 1;
  context.textAlign = 'right';
  const bottom = heightOf(map) - BOTTOM;
  let lastY = Number.POSITIVE_INFINITY;
  const most = Math.max(2, Math.floor((map.rows.length * cellHeight) / LABEL_HEIGHT));
  for (const { nanos, row } of durationTicks(map, most)) {
    const y = Math.round(bottom - row * cellHeight) + 0.5;
    line(context, LEFT, y, width, y);
    if (lastY - y >= LABEL_HEIGHT) {
      lastY = Math.min(y, bottom - 4);
      context.fillText(duration(nanos), LEFT - 6, lastY);
    }
  }
  const [from = 0] = stepTimes(map.fromUnixNano, map.stepNanos, 1);
  const to = from + map.steps * Number(BigInt(map.stepNanos) / 1_000_000n);
  paintTimes(context, [from, to], [LEFT, width], bottom);
  line(context, LEFT, bottom + 0.5, width, bottom + 0.5);
}

const LABEL_HEIGHT = 16;
