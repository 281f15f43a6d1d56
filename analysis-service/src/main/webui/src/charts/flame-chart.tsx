import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { cssColor, type Theme, theme } from '../app/theme';
import { counted, duration, exact } from '../text/format';
import { oneLine } from '../text/visible';
import type { FlameNode } from '../trace/flame';
import { prepared } from './canvas';
import { serviceColor } from './service-color';
import './flame-chart.css';

const ROW = 20;
const MOST_ROWS = 60;

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Call paths, each as wide as the time spent in it and below it. A click shows one over the whole width. */
export function FlameChart(props: {
  nodes: readonly FlameNode[];
  /** Said while nothing is pointed at. */
  children: ComponentChildren;
  onPick?: (node: FlameNode) => void;
}): JSX.Element {
  const { nodes } = props;
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [focused, setFocused] = useState<FlameNode>();
  const [pointed, setPointed] = useState<FlameNode>();
  const currentTheme = theme.value;
  const shown: Stretch = { from: focused?.from ?? 0, to: focused?.to ?? 1 };
  const rows = Math.min(MOST_ROWS, 1 + nodes.reduce((most, node) => Math.max(most, node.depth), 0));

  useEffect(() => setFocused(undefined), [nodes]);
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
      paint(canvas.current, nodes, shown, width, rows * ROW, currentTheme, pointed);
    }
  });

  const nodeAt = (event: MouseEvent) => {
    const bounds = holder.current?.getBoundingClientRect();
    const share = shown.from + ((event.clientX - (bounds?.left ?? 0)) / width) * (shown.to - shown.from);
    const depth = Math.floor((event.clientY - (bounds?.top ?? 0)) / ROW);
    return nodes.find((node) => node.depth === depth && node.from <= share && share < node.to);
  };
  const told = pointed ?? focused;
  return (
    <div class="flame">
      <p class="flame-caption">{told ? <Caption node={told} /> : props.children}</p>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table of the same calls is the way for keyboards. */}
      <div
        ref={holder}
        class="flame-holder"
        role="img"
        aria-label={`Flame graph of ${counted(nodes.length, 'call path')}`}
        style={{ height: `${rows * ROW}px` }}
        onMouseMove={(event) => setPointed(nodeAt(event))}
        onMouseLeave={() => setPointed(undefined)}
        onClick={(event) => {
          const node = nodeAt(event);
          setFocused(node === focused ? undefined : node);
          if (node) {
            props.onPick?.(node);
          }
        }}
      >
        <canvas ref={canvas} />
      </div>
      {focused && (
        <button type="button" class="button" onClick={() => setFocused(undefined)}>
          Show all
        </button>
      )}
    </div>
  );
}

function Caption(props: { node: FlameNode }): JSX.Element {
  const { node } = props;
  return (
    <>
      <strong>{oneLine(node.service, 80)}</strong> {oneLine(node.name, 160)}: {counted(node.spans, 'span')},{' '}
      {duration(node.totalNanos)} in all, {duration(node.selfNanos)} self
      {node.errors > 0 ? `, ${exact(node.errors)} failed` : ''}
    </>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  nodes: readonly FlameNode[],
  shown: Stretch,
  width: number,
  height: number,
  currentTheme: Theme,
  pointed: FlameNode | undefined,
): void {
  const context = prepared(canvas, width, height);
  if (!context) {
    return;
  }
  const x = (share: number) => ((share - shown.from) / (shown.to - shown.from)) * width;
  const [ink, outline] = [currentTheme === 'dark' ? '#0d1215' : '#ffffff', cssColor('--text')];
  for (const node of nodes) {
    const [left, right] = [Math.max(0, x(node.from)), Math.min(width, x(node.to))];
    const top = node.depth * ROW;
    if (right - left < 0.5 || top >= height) {
      continue;
    }
    context.fillStyle = serviceColor(node.service, currentTheme);
    context.fillRect(left, top, Math.max(0.5, right - left - 0.7), ROW - 1);
    if (node === pointed) {
      context.strokeStyle = outline;
      context.strokeRect(left + 0.5, top + 0.5, Math.max(1, right - left - 1.5), ROW - 2);
    }
    if (right - left > 40) {
      context.save();
      context.beginPath();
      context.rect(left, top, right - left - 4, ROW);
      context.clip();
      context.fillStyle = ink;
      context.fillText(oneLine(node.name, 80), left + 4, top + ROW / 2);
      context.restore();
    }
  }
}
