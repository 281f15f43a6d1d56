import type { JSX } from 'preact';
import { heatMap as askHeatMap, type Order } from '../../api/spans';
import { useLoad } from '../../app/load';
import { place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Answer, Choices, NothingFound, Panel } from '../../app/states';
import { range, showRange, stepSeconds } from '../../app/time';
import { HeatMapChart } from '../../charts/heat-map';
import type { HeatMapBox } from '../../charts/heat-map-layout';
import { QueryBar } from '../../query/query-bar';
import { parseBox, rangeIn, searchOf, written } from './box';
import { Difference } from './difference';
import { LiveTail } from './live-tail';
import { SearchFlame } from './search-flame';
import { SpanCounts } from './span-counts';
import { SpanScatter } from './span-scatter';
import { SpanList, TraceList } from './trace-list';
import './traces.css';

const STEPS = 90;

const CHARTS = [
  ['heat', 'Heat map'],
  ['scatter', 'Scatter'],
  ['counts', 'Counts'],
  ['flame', 'Flame graph'],
] as const;

const TITLES = {
  heat: 'Spans by start and duration',
  scatter: 'Spans by start and duration',
  counts: 'Spans over time',
  flame: 'Where the time of their traces goes',
} as const;

type View = 'spans' | 'traces' | 'live';

/** From everything to the odd ones: search, see, draw a box, be told what is different, open one. */
export default function TracesPage(_props: PageProps): JSX.Element {
  const query = place.value.query;
  const q = query.get('q') ?? '';
  const box = parseBox(query.get('box'));
  const chart = CHARTS.find(([name]) => name === query.get('chart'))?.[0] ?? 'heat';
  const view: View =
    query.get('view') === 'traces' ? 'traces' : query.get('view') === 'live' ? 'live' : 'spans';
  const order: Order = query.get('order') === 'slowest' ? 'slowest' : 'newest';
  const selectBox = (selected: HeatMapBox | undefined) =>
    setQuery({ box: selected ? written(selected) : null });
  return (
    <>
      <QueryBar
        signal="traces"
        value={q}
        placeholder={'service = "checkout" && duration > 1s        ( / to type, empty finds every span )'}
        onSearch={(next) => setQuery({ q: next, box: null })}
      />
      <div class={box ? 'page-parts with-difference' : 'page-parts'}>
        <Panel
          title={TITLES[chart]}
          tools={
            <Choices
              label="Chart"
              value={chart}
              options={CHARTS}
              onChange={(next) =>
                setQuery({ chart: next === 'heat' ? null : next, box: null }, { replace: true })
              }
            />
          }
        >
          {chart === 'heat' && <Heat q={q} box={box} onSelect={selectBox} />}
          {chart === 'scatter' && <SpanScatter q={q} />}
          {chart === 'flame' && <SearchFlame q={q} />}
          {chart === 'counts' && <SpanCounts q={q} by={query.get('by') ?? 'status'} />}
        </Panel>
        {box && <Difference q={q} box={box} onClose={() => selectBox(undefined)} />}
        <Panel title="Found" tools={<ListTools view={view} order={order} box={box} />} flush>
          {view === 'live' ? (
            <LiveTail q={q} />
          ) : view === 'traces' ? (
            <TraceList q={searchOf(q, box)} range={rangeIn(box)} order={order} />
          ) : (
            <SpanList q={searchOf(q, box)} range={rangeIn(box)} order={order} />
          )}
        </Panel>
      </div>
    </>
  );
}

function ListTools(props: { view: View; order: Order; box: HeatMapBox | undefined }): JSX.Element {
  const { view, order, box } = props;
  return (
    <div class="toolbar">
      {box && (
        <button type="button" class="button plain" onClick={() => showRange(box.fromMillis, box.toMillis)}>
          Zoom to the box
        </button>
      )}
      {view !== 'live' && (
        <Choices
          label="Order"
          value={order}
          options={[
            ['newest', 'Newest'],
            ['slowest', 'Slowest'],
          ]}
          onChange={(next) => setQuery({ order: next === 'newest' ? null : next }, { replace: true })}
        />
      )}
      <Choices
        label="What is listed"
        value={view}
        options={[
          ['spans', 'Spans'],
          ['traces', 'Traces'],
          ['live', 'Live'],
        ]}
        onChange={(next) => setQuery({ view: next === 'spans' ? null : next }, { replace: true })}
      />
    </div>
  );
}

function Heat(props: {
  q: string;
  box: HeatMapBox | undefined;
  onSelect: (box: HeatMapBox | undefined) => void;
}): JSX.Element {
  const of = range.value;
  const step = `${stepSeconds(of, STEPS)}s`;
  const load = useLoad(JSON.stringify([props.q, of, step]), (signal) =>
    askHeatMap(props.q, of, step, { signal }),
  );
  return (
    <Answer of={load} what="Counting spans by duration">
      {(map) =>
        map.rows.length === 0 ? (
          <NothingFound what="spans" hasQuery={props.q !== ''} onClear={() => setQuery({ q: null })} />
        ) : (
          <HeatMapChart
            map={map}
            door={{ name: 'heat-map', parameters: { q: props.q, step } }}
            box={props.box}
            onSelect={props.onSelect}
          />
        )
      }
    </Answer>
  );
}
