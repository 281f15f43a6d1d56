import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type ComparedCall, compareTraces, type TraceComparison } from '../../api/traces';
import { useLoad } from '../../app/load';
import { href, place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Answer, Empty, Panel } from '../../app/states';
import { range } from '../../app/time';
import { ServiceTag } from '../../charts/service-tag';
import { duration, exact } from '../../text/format';
import { oneLine } from '../../text/visible';
import './compare.css';

/** Two traces, or two searches, side by side: what the difference of their durations is made of. */
export default function ComparePage(_props: PageProps): JSX.Element {
  const query = place.value.query;
  const [base, other] = [query.get('base') ?? '', query.get('other') ?? ''];
  return (
    <>
      <Panel title="Traces side by side">
        <Sides base={base} other={other} />
      </Panel>
      {base !== '' && other !== '' ? (
        <Comparison base={base} other={other} />
      ) : (
        <Panel title="What the difference is made of">
          <Empty title="Compare what with what?">
            <p>
              Each side is the id of a trace, or a search such as{' '}
              <code>name = "POST /buy" && duration &gt;= 200ms</code>.
            </p>
          </Empty>
        </Panel>
      )}
    </>
  );
}

function Sides(props: { base: string; other: string }): JSX.Element {
  const [base, setBase] = useState(props.base);
  const [other, setOther] = useState(props.other);
  useEffect(() => setBase(props.base), [props.base]);
  useEffect(() => setOther(props.other), [props.other]);
  return (
    <form
      class="form-row sides"
      onSubmit={(event) => {
        event.preventDefault();
        setQuery({ base: base.trim(), other: other.trim() });
      }}
    >
      <label class="field">
        <span>The measure: a trace id or a search</span>
        <input class="input mono" value={base} onInput={(event) => setBase(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>Held against it</span>
        <input class="input mono" value={other} onInput={(event) => setOther(event.currentTarget.value)} />
      </label>
      <div class="toolbar">
        <button type="submit" class="button main">
          Compare
        </button>
        <button
          type="button"
          class="button"
          onClick={() => setQuery({ base: props.other, other: props.base })}
        >
          Swap
        </button>
      </div>
    </form>
  );
}

function Comparison(props: { base: string; other: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props, of]), (signal) =>
    compareTraces(props.base, props.other, of, { signal }),
  );
  return (
    <Panel title="What the difference is made of" flush>
      <Answer of={load} what="Comparing">
        {(comparison) =>
          comparison.base.traces === 0 || comparison.other.traces === 0 ? (
            <Empty
              title={`No trace ${comparison.base.traces === 0 ? 'of the measure' : 'on the other side'} in this time.`}
            >
              <p>Choose a longer time, or other searches.</p>
            </Empty>
          ) : (
            <>
              <Verdict comparison={comparison} />
              <Calls comparison={comparison} />
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function Verdict(props: { comparison: TraceComparison }): JSX.Element {
  const { base, other, differenceNanos, lines } = props.comparison;
  const most = lines.reduce<ComparedCall | undefined>(
    (best, line) => (best && Math.abs(best.differenceNanos) >= Math.abs(line.differenceNanos) ? best : line),
    undefined,
  );
  return (
    <p class="verdict">
      {exact(other.traces)} {other.traces === 1 ? 'trace takes' : 'traces take, in the mean,'}{' '}
      <strong class={differenceNanos > 0 ? 'error-text' : ''}>
        {duration(Math.abs(differenceNanos))} {differenceNanos >= 0 ? 'longer' : 'less'}
      </strong>{' '}
      than {exact(base.traces)} of the measure.
      {most && most.differenceNanos !== 0 && (
        <>
          {' '}
          Most of it is <ServiceTag name={most.operation.component} /> {oneLine(most.operation.spanName, 120)}
          : {signed(most.differenceNanos)}.
        </>
      )}
      {(base.truncated || other.truncated) && ' Only the newest traces were read.'}
    </p>
  );
}

const signed = (nanos: number): string => (nanos > 0 ? `+${duration(nanos)}` : duration(nanos));

function Calls(props: { comparison: TraceComparison }): JSX.Element {
  const { base, other, lines } = props.comparison;
  const largest = lines.reduce((most, line) => Math.max(most, Math.abs(line.differenceNanos)), 1);
  const perTrace = (total: number, traces: number) => (traces > 0 ? duration(total / traces) : '–');
  return (
    <div class="scroll-x">
      <table class="table compared">
        <thead>
          <tr>
            <th>Call</th>
            <th class="right">Spans</th>
            <th class="right">Measure, per trace</th>
            <th class="right">Other, per trace</th>
            <th>Its part of the difference</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <tr key={`${at} ${line.operation.search}`}>
              <td class="name">
                <div style={{ paddingLeft: `${Math.min(line.depth, 14) * 14}px` }}>
                  <ServiceTag name={line.operation.component} />{' '}
                  <a href={href('/traces', { q: line.operation.search })}>
                    {oneLine(line.operation.spanName, 160)}
                  </a>{' '}
                  {line.side !== 'both' && (
                    <span class="badge warn">
                      {line.side === 'base' ? 'only the measure' : 'only the other'}
                    </span>
                  )}
                </div>
              </td>
              <td class="right number">
                {exact(line.base.spans)} / {exact(line.other.spans)}
              </td>
              <td class="right number">{perTrace(line.base.totalNanos, base.traces)}</td>
              <td class="right number">{perTrace(line.other.totalNanos, other.traces)}</td>
              <td class="part">
                <div>
                  <span class="number">
                    {line.differenceNanos === 0 ? '0' : signed(line.differenceNanos)}
                  </span>
                  <span class={line.differenceNanos > 0 ? 'meter path' : 'meter'} aria-hidden="true">
                    <span style={{ width: `${(Math.abs(line.differenceNanos) / largest) * 100}%` }} />
                  </span>
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
