import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HeatMap } from '../api/spans';
import { cssColor, theme } from '../app/theme';
import { clock, count, duration } from '../text/format';
import { prepared, shadesBetween } from './canvas';
import type { ChartDoor } from './chart-address';
import { ChartMenu } from './chart-menu';
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
const TOP = 6;
const HEIGHT = 230;
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
    const row = map.rows.length - 1 - Math.floor((y / (HEIGHT - TOP - BOTTOM)) * map.rows.length);
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
  return `${count(spansIn(map, cells))} spans of ${duration(box.fromNanos)} to ${duration(box.toNanos)}, ${clock(box.fromMillis)} to ${clock(box.toMillis)}.`;
}

function paint(canvas: HTMLCanvasElement, map: HeatMap, width: number, box: CellBox | undefined): void {
  const context = prepared(canvas, width, HEIGHT);
  if (!context) {
    return;
  }
  const cellWidth = (width - LEFT) / Math.max(1, map.steps);
  const cellHeight = (HEIGHT - TOP - BOTTOM) / Math.max(1, map.rows.length);
  const top = (row: number) => TOP + (map.rows.length - 1 - row) * cellHeight;
  const highest = highestCount(map);
  const shades = shadesBetween(cssColor('--heat-0'), cssColor('--heat-1'), SHADES);
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
  paintAxes(context, map, width, top, cellHeight);
  if (box) {
    context.strokeStyle = cssColor('--path');
    context.lineWidth = 2;
    const y = top(box.high);
    context.strokeRect(
      LEFT + box.left * cellWidth,
      y,
      (box.right - box.left + 1) * cellWidth,
      top(box.low) + cellHeight - y,
    );
  }
}

function paintAxes(
  context: CanvasRenderingContext2D,
  map: HeatMap,
  width: number,
  top: (row: number) => number,
  cellHeight: number,
): void {
  context.fillStyle = cssColor('--text-soft');
  context.strokeStyle = cssColor('--line');
  context.textAlign = 'right';
  const every = Math.max(1, Math.ceil(18 / cellHeight));
  for (let row = 0; row < map.rows.length; row += every) {
    const y = top(row) + cellHeight;
    context.fillText(duration(map.rows[row]?.fromNanos), LEFT - 6, Math.min(y, HEIGHT - BOTTOM - 4));
  }
  const from = Number(BigInt(map.fromUnixNano) / 1_000_000n);
  const step = Number(BigInt(map.stepNanos) / 1_000_000n);
  context.textAlign = 'center';
  const ticks = Math.max(2, Math.floor((width - LEFT) / 110));
  for (let tick = 0; tick < ticks; tick++) {
    const at = Math.round((map.steps * (tick + 0.5)) / ticks);
    context.fillText(clock(from + at * step), LEFT + ((width - LEFT) * at) / map.steps, HEIGHT - BOTTOM / 2);
  }
}
