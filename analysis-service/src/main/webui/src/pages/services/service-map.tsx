import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ServiceGraph } from '../../api/red';
import { href } from '../../app/location';
import { cssColor, theme } from '../../app/theme';
import { ChartMenu } from '../../charts/chart-menu';
import { serviceColor } from '../../charts/service-color';
import { textWidth } from '../../charts/text-width';
import { count, counted, duration, percent, roughly } from '../../text/format';
import { shortened } from '../../text/shortened';
import { oneLine } from '../../text/visible';
import { graphCsv, graphJson, graphSvg } from './graph-export';
import { folded } from './graph-fold';
import {
  around,
  curve,
  NODE_HEIGHT,
  NODE_WIDTH,
  neighbours,
  type PlacedEdge,
  type PlacedGraph,
  type PlacedNode,
  placeGraph,
} from './graph-layout';
import { isWithin, movedByKey, scaled, usePanAndZoom, type View } from './pan-zoom';
import './service-map.css';

/** Who calls whom, or who has to do with what is found. Dragged and zoomed like a map; what is pointed at shows its neighbours. */
export function ServiceMap(props: { graph: ServiceGraph; find: string }): JSX.Element {
  const placed = useMemo(
    () => folded(placeGraph(around(props.graph, props.find))),
    [props.graph, props.find],
  );
  const whole = useMemo(() => wholeOf(placed), [placed]);
  const [view, setView] = useState<View>();
  const [pointed, setPointed] = useState<string>();
  const svg = useRef<SVGSVGElement>(null);
  const near = pointed === undefined ? undefined : neighbours(placed, pointed);
  const shown = view ?? whole;
  const told = placed.nodes.find((one) => one.node.id === pointed);
  const busiest = placed.edges.reduce((most, { edge }) => Math.max(most, edge.calls), 1);

  // Another map is shown whole.
  useEffect(() => setView(undefined), [placed]);
  usePanAndZoom(svg, shown, setView);

  const isFaint = (id: string) => near !== undefined && !near.has(id);
  const zoom = (by: number) => setView(scaled(shown, by, 0.5, 0.5));
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = movedByKey(event, shown);
    if (moved) {
      event.preventDefault();
      setView(moved === 'whole' ? undefined : moved);
    }
  };
  const focus = (one: PlacedNode | undefined) => {
    setPointed(one?.node.id);
    if (one && !isWithin(shown, one.x, one.y)) {
      setView({ ...shown, x: one.x - shown.width / 2, y: one.y - shown.height / 2 });
    }
  };
  return (
    <div class="service-map">
      <ChartMenu
        of={{
          title: 'Service map',
          svg: () => graphSvg(placed, cssColor),
          csv: () => graphCsv(placed),
          json: () => graphJson(placed),
        }}
      />
      <div class="map-tools">
        <button type="button" class="button" aria-label="Nearer" onClick={() => zoom(0.8)}>
          +
        </button>
        <button type="button" class="button" aria-label="Farther" onClick={() => zoom(1.25)}>
          −
        </button>
        <button type="button" class="button" title="Show the whole map" onClick={() => setView(undefined)}>
          Fit
        </button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset. */}
      <svg
        ref={svg}
        style={{ aspectRatio: `${whole.width} / ${whole.height}` }}
        viewBox={`${shown.x} ${shown.y} ${shown.width} ${shown.height}`}
        role="group"
        aria-label={`Map of ${counted(placed.nodes.length, 'component')} and ${counted(placed.edges.length, 'connection')}. ${KEYS}`}
        tabindex={0}
        onKeyDown={onKeyDown}
        preserveAspectRatio="xMidYMid meet"
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" class="arrow" />
          </marker>
        </defs>
        {placed.edges.map((one) => (
          <EdgeLine
            key={`${one.edge.caller} ${one.edge.callee} ${one.edge.type}`}
            placed={one}
            busiest={busiest}
            isNear={pointed !== undefined && (one.edge.caller === pointed || one.edge.callee === pointed)}
            isFaint={pointed !== undefined && one.edge.caller !== pointed && one.edge.callee !== pointed}
          />
        ))}
        {placed.nodes.map((one) => (
          <NodeBox
            key={one.node.id}
            placed={one}
            isFaint={isFaint(one.node.id)}
            onPoint={setPointed}
            onFocus={focus}
          />
        ))}
      </svg>
      <p class="map-caption soft" aria-hidden="true">
        {told ? nodeText(told) : `Drag to move, hold Ctrl and turn the wheel to zoom. ${KEYS}`}
      </p>
    </div>
  );
}

const KEYS = 'Arrow keys move, + and − zoom, 0 shows the whole.';

const LEAST_WIDTH = 860;
const LEAST_HEIGHT = 440;
const MARGIN = 8;

const KIND_TEXT: Readonly<Record<string, string>> = {
  component: '',
  database: 'database',
  messaging: 'queue',
  peer: 'external',
  user: 'users',
};

const NAME_FONT = '600 12.5px system-ui, sans-serif';
const FIGURES_FONT = '11px system-ui, sans-serif';

const fitted = (text: string, width: number, font: string): string =>
  shortened(text, (part) => textWidth(part, font) <= width);

/** A node in words, with its whole name. */
function nodeText({ node, calls, errors }: PlacedNode): string {
  return `${oneLine(node.name)}: ${roughly(calls, 'call')}, ${percent(calls > 0 ? errors / calls : 0)} failed`;
}

function figuresOf({ node, calls, errors, p99Nanos }: PlacedNode): string {
  const isComponent = node.kind === 'component';
  return [
    KIND_TEXT[node.kind] || undefined,
    roughly(calls, 'call'),
    errors > 0 ? `${percent(errors / calls)} failed` : undefined,
    isComponent && p99Nanos ? `p99 ${duration(p99Nanos)}` : undefined,
  ]
    .filter(Boolean)
    .slice(0, 2 + (isComponent && errors === 0 ? 1 : 0))
    .join(' · ');
}

function NodeBox(props: {
  placed: PlacedNode;
  isFaint: boolean;
  onPoint: (id: string | undefined) => void;
  onFocus: (node: PlacedNode | undefined) => void;
}): JSX.Element {
  const { node, x, y, calls, errors } = props.placed;
  const isComponent = node.kind === 'component';
  const failing = calls > 0 && errors / calls >= 0.01;
  const body = (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus; the link around it has the name.
    <g
      transform={`translate(${x - NODE_WIDTH / 2} ${y - NODE_HEIGHT / 2})`}
      class={`node ${node.kind}${failing ? ' failing' : ''}`}
      aria-hidden="true"
    >
      <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx={isComponent ? 6 : 20} />
      <rect
        x="8"
        y="11"
        width="8"
        height="8"
        rx="2"
        class="swatch"
        style={{ fill: serviceColor(node.name, theme.value) }}
      />
      <text x="22" y="19" class="node-name">
        {fitted(oneLine(node.name), NODE_WIDTH - 30, NAME_FONT)}
      </text>
      <text x="10" y="37" class="node-figures">
        {fitted(figuresOf(props.placed), NODE_WIDTH - 18, FIGURES_FONT)}
      </text>
    </g>
  );
  return (
    <a
      href={
        isComponent
          ? href(`/service/${encodeURIComponent(node.name)}`)
          : href('/services', { view: 'calls', of: node.id })
      }
      class={props.isFaint ? 'faint' : ''}
      onMouseEnter={() => props.onPoint(node.id)}
      onMouseLeave={() => props.onPoint(undefined)}
      onFocus={() => props.onFocus(props.placed)}
      onBlur={() => props.onFocus(undefined)}
    >
      {/* What is drawn may be cut: this is the whole, for pointers and for readers. */}
      <title>{nodeText(props.placed)}</title>
      {body}
    </a>
  );
}

function EdgeLine(props: {
  placed: PlacedEdge;
  busiest: number;
  isNear: boolean;
  isFaint: boolean;
}): JSX.Element {
  const { edge, points } = props.placed;
  const width = 1 + 3 * (Math.log1p(edge.calls) / Math.log1p(props.busiest));
  const middle = points[Math.floor(points.length / 2)];
  return (
    <g class={props.isFaint ? 'edge faint' : 'edge'}>
      <path
        d={curve(points)}
        class={edge.errorRatio >= 0.01 ? 'line failing' : 'line'}
        style={{ strokeWidth: width.toFixed(1) }}
        marker-end="url(#arrow)"
      />
      {props.isNear && middle && (
        <text x={middle.x} y={middle.y - 6} class="edge-figures">
          {count(edge.ratePerSecond)}/s · {percent(edge.errorRatio)} · p95{' '}
          {duration((edge.server ?? edge.client)?.p95Nanos)}
        </text>
      )}
    </g>
  );
}

/** All of the map, lines that lead around it with it; a small one in the middle of an area that does not blow it up. */
function wholeOf(placed: PlacedGraph): View {
  let [left, top, right, bottom] = [0, 0, placed.width, placed.height];
  for (const { x, y } of placed.edges.flatMap(({ points }) => points)) {
    [left, top] = [Math.min(left, x - MARGIN), Math.min(top, y - MARGIN)];
    [right, bottom] = [Math.max(right, x + MARGIN), Math.max(bottom, y + MARGIN)];
  }
  const [width, height] = [Math.max(right - left, LEAST_WIDTH), Math.max(bottom - top, LEAST_HEIGHT)];
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
}
