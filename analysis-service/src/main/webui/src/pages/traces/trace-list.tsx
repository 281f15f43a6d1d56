import type { JSX } from 'preact';
import {
  type FoundSpan,
  type FoundTrace,
  type Order,
  rootsOf,
  searchSpans,
  searchTraces,
} from '../../api/spans';
import { href, setQuery } from '../../app/location';
import { PagedList } from '../../app/more';
import { type Paged, usePages } from '../../app/paging';
import { NothingFound } from '../../app/states';
import { now, type TimeRange } from '../../app/time';
import { ServiceTag } from '../../charts/service-tag';
import { duration, millisOfNanos, shortTime } from '../../text/format';
import { oneLine } from '../../text/visible';
import './found.css';

interface Props {
  readonly q: string;
  readonly range: TimeRange;
  readonly order: Order;
}

export function SpanList(props: Props): JSX.Element {
  const { q, range, order } = props;
  const pages = usePages<FoundSpan>(JSON.stringify(props), async (cursor, signal) => {
    const page = await searchSpans({ q, range, order, cursor }, signal);
    return { items: page.spans, nextCursor: page.nextCursor };
  });
  return (
    <List of={pages} q={q}>
      <SpanTable spans={pages.items} />
    </List>
  );
}

/** A trace with what its root says, as far as that is in the time. */
interface Listed extends FoundTrace {
  readonly root: FoundSpan | undefined;
}

export function TraceList(props: Props): JSX.Element {
  const { q, range, order } = props;
  const pages = usePages<Listed>(JSON.stringify(props), async (cursor, signal) => {
    const page = await searchTraces({ q, range, order, cursor }, signal);
    const roots = await rootsOf(
      page.traces.map((trace) => trace.traceId),
      withMargin(range),
      signal,
    );
    const items = page.traces.map((trace) => ({ ...trace, root: roots.get(trace.traceId) }));
    return { items, nextCursor: page.nextCursor };
  });
  const longest = pages.items.reduce((most, trace) => Math.max(most, Number(trace.durationNanos)), 1);
  return (
    <List of={pages} q={q}>
      <table class="table found">
        <thead>
          <tr>
            <th>Start</th>
            <th>Trace</th>
            <th>Spans found</th>
            <th>Duration of the one that ranks it</th>
          </tr>
        </thead>
        <tbody>
          {pages.items.map((trace) => (
            <tr key={trace.traceId}>
              <td class="number">{shortTime(millisOfNanos(trace.startTimeUnixNano), now.value)}</td>
              <td class="name">
                <a href={href(`/trace/${trace.traceId}`)}>
                  {trace.root ? (
                    <>
                      <ServiceTag name={trace.root.component.name} /> {oneLine(trace.root.name, 200)}
                    </>
                  ) : (
                    <code>{trace.traceId}</code>
                  )}
                </a>
              </td>
              <td class="number">{trace.matchedSpans}</td>
              <DurationCell nanos={Number(trace.durationNanos)} longest={longest} />
            </tr>
          ))}
        </tbody>
      </table>
    </List>
  );
}

/** A root may have begun before the span that was found. */
const withMargin = (range: TimeRange): TimeRange => ({
  fromMillis: range.fromMillis - 600_000,
  toMillis: range.toMillis,
});

function List<T>(props: { of: Paged<T>; q: string; children: JSX.Element }): JSX.Element {
  return (
    <PagedList
      of={props.of}
      what="Searching"
      empty={
        <NothingFound
          what="spans"
          hasQuery={props.q !== ''}
          onClear={() => setQuery({ q: null, box: null })}
        />
      }
    >
      <div class="scroll-x">{props.children}</div>
    </PagedList>
  );
}

export function SpanTable(props: { spans: readonly FoundSpan[] }): JSX.Element {
  const longest = props.spans.reduce((most, span) => Math.max(most, Number(span.durationNanos)), 1);
  return (
    <table class="table found">
      <thead>
        <tr>
          <th>Start</th>
          <th>Service</th>
          <th>Span</th>
          <th>Kind</th>
          <th>Duration</th>
        </tr>
      </thead>
      <tbody>
        {props.spans.map((span) => (
          <tr key={span.traceId + span.spanId + span.kind + span.startTimeUnixNano}>
            <td class="number">{shortTime(millisOfNanos(span.startTimeUnixNano), now.value)}</td>
            <td>
              <ServiceTag name={span.component.name} />
            </td>
            <td class="name">
              <a href={href(`/trace/${span.traceId}`, { span: span.spanId })}>
                {oneLine(span.name, 200) || '(no name)'}
              </a>{' '}
              {span.status === 'ERROR' && <span class="badge error">error</span>}
            </td>
            <td class="soft">{span.kind.toLowerCase()}</td>
            <DurationCell nanos={Number(span.durationNanos)} longest={longest} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DurationCell(props: { nanos: number; longest: number }): JSX.Element {
  return (
    <td class="duration-cell">
      <div>
        <span class="number">{duration(props.nanos)}</span>
        <span class="meter" aria-hidden="true">
          <span style={{ width: `${Math.max(0, Math.min(1, props.nanos / props.longest)) * 100}%` }} />
        </span>
      </div>
    </td>
  );
}
