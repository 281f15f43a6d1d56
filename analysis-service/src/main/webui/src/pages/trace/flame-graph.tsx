import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { cssColor, type Theme, theme } from '../../app/theme';
import { prepared } from '../../charts/canvas';
import { serviceColor } from '../../charts/service-color';
import { duration, exact } from '../../text/format';
import { oneLine } from '../../text/visible';
import { type FlameNode, flameOf, flatten } from '../../trace/flame';
import type { TraceModel } from './model';

const ROW = 20;
const MOST_ROWS = 60;

interface Props {
  readonly model: TraceModel;
  readonly onSelect: (index: number) => void;
}

/** Where the time went, calls of the same path taken together. A click shows a node over the whole width. */
export function FlameGraph(props: Props): JSX.Element {
  const nodes = useMemo(() => flatten(flameOf(props.model.tree)), [props.model.tree]);
  const holder = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [focused, setFocused] = useState<FlameNode>();
  const [pointed, setPointed] = useState<FlameNode>();
  const currentTheme = theme.value;
  const window = { from: focused?.from ?? 0, to: focused?.to ?? 1 };
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
      paint(canvas.current, nodes, window, width, rows * ROW, currentTheme, pointed);
    }
  });

  const nodeAt = (event: MouseEvent) => {
    const bounds = holder.current?.getBoundingClientRect();
    const share = window.from + ((event.clientX - (bounds?.left ?? 0)) / width) * (window.to - window.from);
    const depth = Math.floor((event.clientY - (bounds?.top ?? 0)) / ROW);
    return nodes.find((node) => node.depth === depth && node.from <= share && share < node.to);
  };
  const shown = pointed ?? focused;
  return (
    <div class="flame">
      <p class="flame-caption" aria-live="polite">
        {shown ? (
          <Caption node={shown} />
        ) : (
          'As wide as the time spent in it and below it; calls at the same time lie beside each other. The table shows the same as numbers.'
        )}
      </p>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table beside it is the way for keyboards. */}
      <div
        ref={holder}
        class="flame-holder"
        role="img"
        aria-label={`Flame graph of ${nodes.length} call paths`}
        style={{ height: `${rows * ROW}px` }}
        onMouseMove={(event) => setPointed(nodeAt(event))}
        onMouseLeave={() => setPointed(undefined)}
        onClick={(event) => {
          const node = nodeAt(event);
          setFocused(node === focused ? undefined : node);
          if (node) {
            props.onSelect(node.example);
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
      <strong>{oneLine(node.service, 80)}</strong> {oneLine(node.name, 160)}: {exact(node.spans)} spans,{' '}
      {duration(node.totalNanos)} in all, {duration(node.selfNanos)} self
      {node.errors > 0 ? `, ${exact(node.errors)} failed` : ''}
    </>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  nodes: readonly FlameNode[],
  window: { from: number; to: number },
  width: number,
  height: number,
  currentTheme: Theme,
  pointed: FlameNode | undefined,
): void {
  const context = prepared(canvas, width, height);
  if (!context) {
    return;
  }
  const x = (share: number) => ((share - window.from) / (window.to - window.from)) * width;
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
