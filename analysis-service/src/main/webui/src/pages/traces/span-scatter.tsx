import type { JSX } from 'preact';
import { type FoundSpan, searchSpans } from '../../api/spans';
import { useLoad } from '../../app/load';
import { href, navigate, setQuery } from '../../app/location';
import { Answer, NothingFound } from '../../app/states';
import { range } from '../../app/time';
import { type Dot, Scatter } from '../../charts/scatter';
import { millisOfNanos } from '../../text/format';

const MOST = 500;

/** The slowest and the newest spans, each as a point. */
export function SpanScatter(props: { q: string }): JSX.Element {
  const of = range.value;
  const load = useLoad(JSON.stringify([props.q, of]), async (signal) => {
    const [slowest, newest] = await Promise.all([
      searchSpans({ q: props.q, range: of, order: 'slowest', limit: MOST }, signal),
      searchSpans({ q: props.q, range: of, order: 'newest', limit: MOST }, signal),
    ]);
    const byId = new Map(
      [...slowest.spans, ...newest.spans].map((span) => [span.traceId + span.spanId + span.kind, span]),
    );
    return [...byId.values()].map(dotOf);
  });
  return (
    <Answer of={load} what="Searching spans">
      {(dots) =>
        dots.length === 0 ? (
          <NothingFound what="spans" hasQuery={props.q !== ''} onClear={() => setQuery({ q: null })} />
        ) : (
          <Scatter dots={dots} fromMillis={of.fromMillis} toMillis={of.toMillis} onOpen={navigate} />
        )
      }
    </Answer>
  );
}

function dotOf(span: FoundSpan): Dot {
  return {
    millis: millisOfNanos(span.startTimeUnixNano),
    nanos: Number(span.durationNanos),
    service: span.component.name,
    name: span.name,
    isError: span.status === 'ERROR',
    href: href(`/trace/${span.traceId}`, { span: span.spanId }),
  };
}
