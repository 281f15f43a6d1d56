import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { cssColor, type Theme, theme } from '../app/theme';
import { clock, counted, duration } from '../text/format';
import { oneLine } from '../text/visible';
import { prepared } from './canvas';
import { line, paintTimes } from './canvas-axes';
import { roundDurations } from './heat-map-axes';
import { serviceColor } from './service-color';
import './heat-map.css';

/** A span as a point. */
export interface Dot {
  readonly millis: number;
  readonly nanos: number;
  readonly service: string;
  readonly name: string;
  readonly isError: boolean;
  readonly href: string;
}

const HEIGHT = 246;
const LEFT = 62;
const BOTTOM = 22;
const TOP = 8;
const RIGHT = 6;
const REACH = 8;

interface Scale {
  readonly x: (dot: Dot) => number;
  readonly y: (dot: Dot) => number;
}

/** Powers of ten of nanoseconds. */
interface Durations {
  readonly low: number;
  readonly high: number;
}

const yOf = ({ low, high }: Durations, nanos: number): number =>
  HEIGHT - BOTTOM - 4 - ((Math.log10(Math.max(1, nanos)) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM - 4);

/** Round ones, or the least and the most where none lies between. */
function durationsOf({ low, high }: Durations): readonly number[] {
  const round = roundDurations(10 ** low, 10 ** high);
  return round.length > 0 ? round : [10 ** low, 10 ** high];
}

function scaleOf(
  dots: readonly Dot[],
  fromMillis: number,
  toMillis: number,
  width: number,
): Scale & Durations {
  const logs = dots.map((dot) => Math.log10(Math.max(1, dot.nanos)));
  const low = logs.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = Math.max(
    logs.reduce((most, value) => Math.max(most, value), 0),
    low + 0.3,
  );
  return {
    low,
    high,
    x: (dot) =>
      LEFT + ((dot.millis - fromMillis) / Math.max(1, toMillis - fromMillis)) * (width - LEFT - RIGHT),
    y: (dot) => yOf({ low, high }, dot.nanos),
  };
}

/** Single spans by start and duration. A click opens the trace of the nearest; the list below has the same spans. */
export function Scatter(props: {
  dots: readonly Dot[];
  fromMillis: number;
  toMillis: number;
  onOpen: (href: string) => void;
}): JSX.Element {
  const { dots, fromMillis, toMillis } = props;
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [near, setNear] = useState<Dot>();
  const currentTheme = theme.value;
  const scale = useMemo(
    () => scaleOf(dots, fromMillis, toMillis, width),
    [dots, fromMillis, toMillis, width],
  );

  useEffect(() => {
    const element = holder.current;
    if (!element) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current && width > 0) {
      paint(canvas.current, dots, scale, width, [fromMillis, toMillis], currentTheme, near);
    }
  }, [dots, scale, width, fromMillis, toMillis, currentTheme, near]);

  const nearest = (event: MouseEvent): Dot | undefined => {
    const bounds = holder.current?.getBoundingClientRect();
    const [x, y] = [event.clientX - (bounds?.left ?? 0), event.clientY - (bounds?.top ?? 0)];
    let best: Dot | undefined;
    let least = REACH;
    for (const dot of dots) {
      const distance = Math.hypot(scale.x(dot) - x, scale.y(dot) - y);
      if (distance < least) {
        least = distance;
        best = dot;
      }
    }
    return best;
  };
  return (
    <div class="heat-map">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list below is the way for keyboards. */}
      <div
        ref={holder}
        class="holder"
        style={{ height: `${HEIGHT}px` }}
        role="img"
        aria-label={`${counted(dots.length, 'span')} by start and duration; the list below has the same.`}
        onMouseMove={(event) => setNear(nearest(event))}
        onMouseLeave={() => setNear(undefined)}
        onClick={(event) => {
          const dot = nearest(event);
          if (dot) {
            props.onOpen(dot.href);
          }
        }}
      >
        <canvas ref={canvas} />
      </div>
      <p class="soft number caption">
        {near
          ? `${clock(near.millis)}, ${duration(near.nanos)}: ${oneLine(near.service, 60)} ${oneLine(near.name, 120)}`
          : `The ${dots.length} slowest and newest. A click opens the trace.`}
      </p>
    </div>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  dots: readonly Dot[],
  scale: Scale & Durations,
  width: number,
  [fromMillis, toMillis]: readonly [number, number],
  currentTheme: Theme,
  near: Dot | undefined,
): void {
  const context = prepared(canvas, width, HEIGHT);
  if (!context) {
    return;
  }
  context.fillStyle = cssColor('--text-soft');
  context.textAlign = 'right';
  context.strokeStyle = cssColor('--line');
  line(context, LEFT, HEIGHT - BOTTOM + 0.5, width, HEIGHT - BOTTOM + 0.5);
  for (const nanos of durationsOf(scale)) {
    const y = Math.round(yOf(scale, nanos)) + 0.5;
    line(context, LEFT, y, width, y);
    context.fillText(duration(nanos), LEFT - 6, y);
  }
  paintTimes(context, [fromMillis, toMillis], [LEFT, width - RIGHT], HEIGHT - BOTTOM);
  const error = cssColor('--error');
  for (const dot of dots) {
    context.fillStyle = dot.isError ? error : serviceColor(dot.service, currentTheme);
    const size = dot === near ? 5 : 2.5;
    context.beginPath();
    context.arc(scale.x(dot), scale.y(dot), size, 0, 2 * Math.PI);
    context.fill();
  }
}
