import type { JSX } from 'preact';
import { readRed, type ServiceGraph, serviceGraph } from '../../api/red';
import { useLoad } from '../../app/load';
import { href, place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Answer, Choices, NothingFound, Panel } from '../../app/states';
import { range, stepSeconds } from '../../app/time';
import { count, counted, duration, percent } from '../../text/format';
import { oneLine } from '../../text/visible';
import { RedTable } from './red-table';
import { ServiceMap } from './service-map';

type View = 'map' | 'list' | 'calls';
type Order = 'rate' | 'errors' | 'duration' | 'p99';

export default function ServicesPage(_props: PageProps): JSX.Element {
  const query = place.value.query;
  const view: View = query.get('view') === 'list' ? 'list' : query.get('view') === 'calls' ? 'calls' : 'map';
  const find = query.get('find') ?? '';
  return (
    <Panel
      title="Services"
      flush
      tools={
        <div class="toolbar">
          <input
            class="input"
            type="search"
            aria-label="Find a service"
            placeholder="Find a service"
            value={find}
            onInput={(event) => setQuery({ find: event.currentTarget.value }, { replace: true })}
          />
          <Choices
            label="View"
            value={view}
            options={[
              ['map', 'Map'],
              ['list', 'List'],
              ['calls', 'Calls'],
            ]}
            onChange={(next) => setQuery({ view: next === 'map' ? null : next, of: null })}
          />
        </div>
      }
    >
      {view === 'list' ? <List find={find} /> : <Graph find={find} view={view} of={query.get('of') ?? ''} />}
    </Panel>
  );
}

function List(props: { find: string }): JSX.Element {
  const of = range.value;
  const orders = ['rate', 'errors', 'duration', 'p99'] as const;
  const order: Order = orders.find((one) => one === place.value.query.get('order')) ?? 'rate';
  const step = `${stepSeconds(of, 30)}s`;
  const load = useLoad(JSON.stringify([of, order]), (signal) =>
    readRed({ groupBy: 'component', step, order, limit: 1000 }, of, { signal }),
  );
  return (
    <>
      <div class="panel-tools">
        <Choices
          label="Order"
          value={order}
          options={[
            ['rate', 'Most calls'],
            ['errors', 'Most errors'],
            ['duration', 'Most time'],
            ['p99', 'Slowest'],
          ]}
          onChange={(next) => setQuery({ order: next === 'rate' ? null : next }, { replace: true })}
        />
      </div>
      <Answer of={load} what="Reading rate, errors and duration">
        {(red) => {
          const lines = red.lines.filter((line) =>
            line.component.toLowerCase().includes(props.find.toLowerCase()),
          );
          return lines.length === 0 ? (
            <NothingFound
              what="services"
              hasQuery={props.find !== ''}
              onClear={() => setQuery({ find: null })}
            />
          ) : (
            <RedTable answer={{ ...red, lines }} />
          );
        }}
      </Answer>
    </>
  );
}

function Graph(props: { find: string; view: View; of: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify(of), (signal) => serviceGraph(of, { signal }));
  return (
    <Answer of={load} what="Drawing the map">
      {(graph) =>
        graph.nodes.length === 0 ? (
          <NothingFound what="calls" />
        ) : (
          <>
            {graph.pendingSpans > 0 && (
              <p class="notice">
                {counted(graph.pendingSpans, 'span of this time is', 'spans of this time are')} not on the map
                yet.
              </p>
            )}
            {props.view === 'map' ? (
              <ServiceMap graph={graph} find={props.find} />
            ) : (
              <Calls graph={graph} find={props.find} of={props.of} />
            )}
          </>
        )
      }
    </Answer>
  );
}

/** The map as a table: what a reader of screens, or a search for the worst call, wants. */
function Calls(props: { graph: ServiceGraph; find: string; of: string }): JSX.Element {
  const names = new Map(props.graph.nodes.map((node) => [node.id, node.name]));
  const find = props.find.toLowerCase();
  const nameOf = (id: string) => names.get(id) ?? id;
  const edges = props.graph.edges
    .filter((edge) => props.of === '' || edge.caller === props.of || edge.callee === props.of)
    .filter((edge) => `${nameOf(edge.caller)} ${nameOf(edge.callee)}`.toLowerCase().includes(find))
    .sort((a, b) => b.errors - a.errors || b.calls - a.calls);
  return (
    <div class="scroll-x">
      <table class="table">
        <thead>
          <tr>
            <th>Caller</th>
            <th>Called</th>
            <th>Kind</th>
            <th class="right">Calls</th>
            <th class="right">Failed</th>
            <th class="right">Median</th>
            <th class="right">p95</th>
            <th class="right">p99</th>
          </tr>
        </thead>
        <tbody>
          {edges.map((edge) => {
            const seen = edge.server ?? edge.client;
            return (
              <tr key={`${edge.caller} ${edge.callee} ${edge.type}`}>
                <td class="name">{oneLine(nameOf(edge.caller), 100)}</td>
                <td class="name">
                  <a href={href('/traces', { q: edge.search })}>{oneLine(nameOf(edge.callee), 100)}</a>
                </td>
                <td class="soft">{edge.type}</td>
                <td class="right number">{count(edge.calls)}</td>
                <td class={edge.errors > 0 ? 'right number error-text' : 'right number'}>
                  {percent(edge.errorRatio)}
                </td>
                <td class="right number">{duration(seen?.p50Nanos)}</td>
                <td class="right number">{duration(seen?.p95Nanos)}</td>
                <td class="right number">{duration(seen?.p99Nanos)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
