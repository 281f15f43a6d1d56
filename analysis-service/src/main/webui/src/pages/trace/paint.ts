import { cssColor, type Theme } from '../../app/theme';
import { prepared } from '../../charts/canvas';
import { serviceColor } from '../../charts/service-color';
import { duration } from '../../text/format';
import { eventAfter } from '../../trace/otlp';
import { NOBODY } from '../../trace/tree';
import type { TraceModel } from './model';

export const ROW_HEIGHT = 22;

/** A span may have thousands of events: more ticks than this could not be told apart. */
const MOST_EVENTS = 100;

/** The stretch of time that is drawn, in nanoseconds of the trace. */
export interface Zoom {
  readonly from: number;
  readonly to: number;
}

export interface Sight {
  readonly rows: Int32Array;
  readonly fromRow: number;
  readonly toRow: number;
  readonly scrollTop: number;
  readonly width: number;
  readonly height: number;
  readonly zoom: Zoom;
  readonly selected: number;
  readonly matches: ReadonlySet<number> | undefined;
  readonly theme: Theme;
}

/** Draws the bars of the rows in sight. */
export function paintBars(canvas: HTMLCanvasElement, model: TraceModel, sight: Sight): void {
  const context = prepared(canvas, sight.width, sight.height);
  if (!context) {
    return;
  }
  const colors = colorsOf(sight.theme);
  paintGrid(context, sight, colors.line);
  for (let row = sight.fromRow; row < sight.toRow; row++) {
    const index = sight.rows[row] ?? NOBODY;
    const top = row * ROW_HEIGHT - sight.scrollTop;
    if (index === sight.selected) {
      context.fillStyle = colors.selected;
      context.fillRect(0, top, sight.width, ROW_HEIGHT);
    }
    paintBar(context, model, sight, index, top, colors);
  }
}

interface BarColors {
  readonly text: string;
  readonly soft: string;
  readonly line: string;
  readonly selected: string;
  readonly path: string;
  readonly error: string;
}

const themeColors = new Map<Theme, BarColors>();

/** Read from the style sheet once: asking for it in the midst of a frame makes the browser lay out what has changed. */
function colorsOf(theme: Theme): BarColors {
  const known = themeColors.get(theme);
  if (known) {
    return known;
  }
  const colors = {
    text: cssColor('--text'),
    soft: cssColor('--text-soft'),
    line: cssColor('--line'),
    path: cssColor('--path'),
    error: cssColor('--error'),
    selected: cssColor('--accent-ground'),
  };
  themeColors.set(theme, colors);
  return colors;
}

const MOST_WIDTHS = 10_000;
const widths = new Map<string, number>();

/** Labels are durations, which are the same for many spans, and measuring costs more than drawing. */
function widthOf(context: CanvasRenderingContext2D, text: string): number {
  let width = widths.get(text);
  if (width === undefined) {
    if (widths.size >= MOST_WIDTHS) {
      widths.clear();
    }
    width = context.measureText(text).width;
    widths.set(text, width);
  }
  return width;
}

function paintBar(
  context: CanvasRenderingContext2D,
  model: TraceModel,
  sight: Sight,
  index: number,
  top: number,
  colors: BarColors,
): void {
  const span = model.tree.spans[index];
  if (!span) {
    return;
  }
  const x = (nanos: number) => ((nanos - sight.zoom.from) / (sight.zoom.to - sight.zoom.from)) * sight.width;
  const [left, right] = [x(span.start), x(Math.max(span.end, span.start))];
  const [from, to] = [Math.max(-2, left), Math.min(sight.width + 2, Math.max(right, left + 2))];
  context.globalAlpha = sight.matches && !sight.matches.has(index) ? 0.35 : 1;
  if (to > from) {
    context.fillStyle = serviceColor(span.resource.service, sight.theme);
    context.fillRect(from, top + 5, to - from, 11);
  }
  for (const piece of model.path.pieces.get(index) ?? []) {
    const [begin, end] = [Math.max(-2, x(piece.from)), Math.min(sight.width + 2, x(piece.to))];
    context.fillStyle = colors.path;
    context.fillRect(begin, top + 16, Math.max(1.5, end - begin), 3);
  }
  context.fillStyle = colors.text;
  for (const event of span.events.slice(0, MOST_EVENTS)) {
    const at = x(span.start + eventAfter(model.trace, span, event));
    context.fillRect(at - 1, top + 4, 2, 13);
  }
  if (span.isError) {
    context.fillStyle = colors.error;
    context.fillRect(from, top + 2, Math.max(3, to - from), 2);
  }
  paintLabel(context, duration(span.end - span.start), sight.width, left, right, top, colors);
  context.globalAlpha = 1;
}

/** Behind the bar where there is room, else before it, else at the edge. */
function paintLabel(
  context: CanvasRenderingContext2D,
  text: string,
  width: number,
  left: number,
  right: number,
  top: number,
  colors: BarColors,
): void {
  const size = widthOf(context, text);
  const middle = top + ROW_HEIGHT / 2;
  context.fillStyle = colors.soft;
  if (right + size + 8 < width) {
    context.fillText(text, Math.max(4, right + 5), middle);
  } else if (left > size + 8) {
    context.fillText(text, Math.min(width, left) - size - 5, middle);
  } else {
    const at = width - size - 6;
    context.fillStyle = 'rgb(0 0 0 / 65%)';
    context.fillRect(at - 3, top + 4, size + 6, 13);
    context.fillStyle = '#ffffff';
    context.fillText(text, at, middle);
  }
}

export const GRID_PARTS = 4;

function paintGrid(context: CanvasRenderingContext2D, sight: Sight, color: string): void {
  context.fillStyle = color;
  for (let part = 1; part < GRID_PARTS; part++) {
    context.fillRect(Math.round((sight.width * part) / GRID_PARTS), 0, 1, sight.height);
  }
}

/** The whole trace in a strip: every span as a line at its depth, the stretch that is drawn between shades. */
export function paintOverview(
  canvas: HTMLCanvasElement,
  model: TraceModel,
  zoom: Zoom,
  theme: Theme,
  width: number,
  height: number,
): void {
  const context = prepared(canvas, width, height);
  if (!context) {
    return;
  }
  const { spans, depth } = model.tree;
  const deepest = depth.reduce((most, one) => Math.max(most, one), 0);
  const lineHeight = Math.max(1, Math.min(4, height / (deepest + 1)));
  const x = (nanos: number) => ((nanos - model.from) / (model.to - model.from)) * width;
  // Spans that fall on the same pixels as one before at their depth would not be seen.
  const drawnUpTo = new Float64Array(deepest + 1).fill(-1);
  const colors = new Map<string, string>();
  for (const span of spans) {
    const level = depth[span.index] ?? 0;
    const right = Math.max(x(span.end), x(span.start) + 1);
    if (right > (drawnUpTo[level] ?? 0)) {
      const left = Math.max(x(span.start), drawnUpTo[level] ?? 0);
      const { service } = span.resource;
      const color = colors.get(service) ?? serviceColor(service, theme);
      colors.set(service, color);
      context.fillStyle = color;
      context.fillRect(left, (level * lineHeight) % height, right - left, Math.max(1, lineHeight - 0.5));
      drawnUpTo[level] = right;
    }
  }
  context.fillStyle = theme === 'dark' ? 'rgb(10 14 17 / 72%)' : 'rgb(120 130 140 / 45%)';
  context.fillRect(0, 0, x(zoom.from), height);
  context.fillRect(x(zoom.to), 0, width - x(zoom.to), height);
}
