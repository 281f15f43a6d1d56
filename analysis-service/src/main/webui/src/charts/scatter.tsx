import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { cssColor, type Theme, theme } from '../app/theme';
import { clock, counted, duration } from '../text/format';
import { oneLine } from '../text/visible';
import { prepared } from './canvas';
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
const REACH = 8;

interface Scale {
  readonly x: (dot: Dot) => number;
  readonly y: (dot: Dot) => number;
}

function scaleOf(
  dots: readonly Dot[],
  fromMillis: number,
  toMillis: number,
  width: number,
): Scale & { low: number; high: number } {
  const logs = dots.map((dot) => Math.log10(Math.max(1, dot.nanos)));
  const low = logs.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = Math.max(
    logs.reduce((most, value) => Math.max(most, value), 0),
    low + 0.3,
  );
  return {
    low,
    high,
    x: (dot) => LEFT + ((dot.millis - fromMillis) / Math.max(1, toMillis - fromMillis)) * (width - LEFT - 6),
    y: (dot) =>
      HEIGHT -
      BOTTOM -
      4 -
      ((Math.log10(Math.max(1, dot.nanos)) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM - 4),
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
  scale: Scale & { low: number; high: number },
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
  for (let tick = 0; tick <= 4; tick++) {
    const log = scale.low + ((scale.high - scale.low) * tick) / 4;
    const y = HEIGHT - BOTTOM - 4 - ((HEIGHT - TOP - BOTTOM - 4) * tick) / 4;
    context.fillText(duration(10 ** log), LEFT - 6, y);
  }
  context.textAlign = 'center';
  for (let tick = 0; tick < 4; tick++) {
    const share = (tick + 0.5) / 4;
    context.fillText(
      clock(fromMillis + share * (toMillis - fromMillis)),
      LEFT + share * (width - LEFT),
      HEIGHT - BOTTOM / 2,
    );
  }
  const error = cssColor('--error');
  for (const dot of dots) {
    context.fillStyle = dot.isError ? error : serviceColor(dot.service, currentTheme);
    const size = dot === near ? 5 : 2.5;
    context.beginPath();
    context.arc(scale.x(dot), scale.y(dot), size, 0, 2 * Math.PI);
    context.fill();
  }
}
