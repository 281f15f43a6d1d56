import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { type FlameGraphAnswer, flameGraph } from '../../api/traces';
import { useLoad } from '../../app/load';
import { setQuery } from '../../app/location';
import { Answer, NothingFound } from '../../app/states';
import { range } from '../../app/time';
import { FlameChart } from '../../charts/flame-chart';
import { counted } from '../../text/format';
import { flameOfAnswer, flatten } from '../../trace/flame';

/** The newest traces of a search laid over each other: what they call, and where the time goes. */
export function SearchFlame(props: { q: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props.q, of]), (signal) => flameGraph(props.q, of, { signal }));
  return (
    <Answer of={load} what="Laying traces over each other">
      {(answer) =>
        answer.nodes.length === 0 ? (
          <NothingFound what="traces" hasQuery={props.q !== ''} onClear={() => setQuery({ q: null })} />
        ) : (
          <Laid answer={answer} />
        )
      }
    </Answer>
  );
}

function Laid(props: { answer: FlameGraphAnswer }): JSX.Element {
  const { answer } = props;
  const nodes = useMemo(() => flatten(flameOfAnswer(answer.nodes)), [answer]);
  return (
    <FlameChart nodes={nodes}>
      {counted(answer.traces, 'trace')}
      {answer.truncated ? ', the newest only' : ''}: as wide as the time spent in it and below it.
    </FlameChart>
  );
}
