import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isAbort } from '../../api/client';
import { type FoundSpan, searchSpans } from '../../api/spans';
import { Empty, Failed } from '../../app/states';
import { SpanTable } from './trace-list';

const EVERY_MILLIS = 1500;
/** Spans come when they end: those that began this long ago may still appear. */
const LOOK_BACK_MILLIS = 120_000;
const MOST_SHOWN = 300;

/** Spans as they come in, the newest on top. Asked for anew each time; what was shown is not shown again. */
export function LiveTail(props: { q: string }): JSX.Element {
  const [spans, setSpans] = useState<readonly FoundSpan[]>([]);
  const [isPaused, setPaused] = useState(false);
  const [error, setError] = useState<Error>();

  // Another search begins with nothing.
  useEffect(() => setSpans([]), [props.q]);
  useEffect(() => {
    if (isPaused) {
      return;
    }
    const controller = new AbortController();
    let timer = 0;
    const ask = async () => {
      const range = { fromMillis: Date.now() - LOOK_BACK_MILLIS, toMillis: Date.now() + 1000 };
      try {
        const page = await searchSpans({ q: props.q, range, order: 'newest', limit: 100 }, controller.signal);
        setSpans((before) => merged(page.spans, before));
        setError(undefined);
      } catch (failure) {
        if (isAbort(failure)) {
          return;
        }
        setError(failure as Error);
      }
      timer = window.setTimeout(ask, EVERY_MILLIS);
    };
    ask();
    return () => {
      window.clearTimeout(timer);
      controller.abort();
    };
  }, [props.q, isPaused]);

  return (
    <>
      <div class="live-head">
        <span class={isPaused ? 'badge' : 'badge good'}>{isPaused ? 'paused' : 'live'}</span>
        <span class="soft grow" aria-live="polite">
          {spans.length} spans since you began to look
        </span>
        <button type="button" class="button" onClick={() => setPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
      </div>
      {error && <Failed error={error} />}
      {spans.length === 0 && !error ? (
        <Empty title="Nothing yet. Spans appear here within seconds of being sent.">
          <p>Send some by an OpenTelemetry SDK to the collector's port 4318, or try ./quipu demo.</p>
        </Empty>
      ) : (
        <div class="scroll-x">
          <SpanTable spans={spans} />
        </div>
      )}
    </>
  );
}

function merged(found: readonly FoundSpan[], before: readonly FoundSpan[]): readonly FoundSpan[] {
  const keyOf = (span: FoundSpan) => span.traceId + span.spanId + span.kind + span.startTimeUnixNano;
  const known = new Set(before.map(keyOf));
  const fresh = found.filter((span) => !known.has(keyOf(span)));
  if (fresh.length === 0) {
    return before;
  }
  return [...fresh, ...before]
    .sort((a, b) => (a.startTimeUnixNano < b.startTimeUnixNano ? 1 : -1))
    .slice(0, MOST_SHOWN);
}
