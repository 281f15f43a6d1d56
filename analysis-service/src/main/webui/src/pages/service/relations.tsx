import type { JSX } from 'preact';
import { type GraphEdge, type GraphNode, type ServiceGraph, serviceGraph } from '../../api/red';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now, range } from '../../app/time';
import { ServiceTag } from '../../charts/service-tag';
import { count, counted, duration, percent, shortTime } from '../../text/format';

/** Who calls it and whom it calls. */
export function Relations(props: { service: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify(of), (signal) => serviceGraph(of, { signal }));
  return (
    <Answer of={load}>
      {(graph) => {
        const own = new Set(
          graph.nodes
            .filter((node) => node.kind === 'component' && node.name === props.service)
            .map((node) => node.id),
        );
        return (
          <div class="page-parts">
            <Counted graph={graph} />
            <div class="grid wide">
              <Side
                title="Called by"
                graph={graph}
                edges={graph.edges.filter((edge) => own.has(edge.callee))}
                end="caller"
              />
              <Side
                title="Calls"
                graph={graph}
                edges={graph.edges.filter((edge) => own.has(edge.caller))}
                end="callee"
              />
            </div>
          </div>
        );
      }}
    </Answer>
  );
}

/** Calls are counted in whole steps, once they are analysed. */
function Counted(props: { graph: ServiceGraph }): JSX.Element {
  const { from, to, watermark, pendingSpans } = props.graph;
  const told = (text: string) => shortTime(Date.parse(text), now.value);
  return (
    <p class="soft">
      Calls from {told(from)} to {told(to)}
      {watermark && `, of everything acknowledged before ${told(watermark)}`}
      {pendingSpans > 0 && `; ${counted(pendingSpans, 'span is', 'spans are')} still to be counted`}.
    </p>
  );
}

const KIND_TEXTS: Readonly<Record<Exclude<GraphNode['kind'], 'component'>, string>> = {
  database: 'database',
  messaging: 'messaging',
  peer: 'sends no spans of its own',
  user: 'calls that nobody made who sends spans',
  unknown: 'its spans are missing',
};

function Side(props: {
  title: string;
  graph: ServiceGraph;
  edges: readonly GraphEdge[];
  end: 'caller' | 'callee';
}): JSX.Element {
  const nodes = new Map(props.graph.nodes.map((node) => [node.id, node]));
  return (
    <Panel title={props.title} flush>
      {props.edges.length === 0 ? (
        <Empty title="Nobody in this time." />
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th>Component</th>
              <th class="right">Calls</th>
              <th class="right">Failed</th>
              <th class="right">p50</th>
              <th class="right">p99</th>
            </tr>
          </thead>
          <tbody>
            {[...props.edges]
              .sort((a, b) => b.calls - a.calls)
              .map((edge) => {
                const seen = edge.server ?? edge.client;
                return (
                  <tr key={`${edge.caller} ${edge.callee} ${edge.type}`}>
                    <td class="name">
                      <Peer node={nodes.get(edge[props.end])} id={edge[props.end]} />
                    </td>
                    <td class="right number">
                      <a href={href('/traces', { q: edge.search })}>{count(edge.calls)}</a>
                    </td>
                    <td class={edge.errors > 0 ? 'right number error-text' : 'right number'}>
                      {percent(edge.errorRatio)}
                    </td>
                    <td class="right number">{duration(seen?.p50Nanos)}</td>
                    <td class="right number">{duration(seen?.p99Nanos)}</td>
                  </tr>
                );
              })}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Peer(props: { node: GraphNode | undefined; id: string }): JSX.Element {
  const { node } = props;
  if (!node) {
    return <ServiceTag name={props.id} />;
  }
  if (node.kind !== 'component') {
    return (
      <>
        <ServiceTag name={node.name || node.kind} /> <span class="soft">{KIND_TEXTS[node.kind]}</span>
      </>
    );
  }
  return (
    <a href={href(`/service/${encodeURIComponent(node.name)}`)}>
      <ServiceTag name={node.name} />
    </a>
  );
}
