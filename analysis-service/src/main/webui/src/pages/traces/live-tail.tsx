import type { JSX } from 'preact';
import { type FoundSpan, searchSpans } from '../../api/spans';
import type { Source } from '../../tail/source';
import { NothingYet, Tail } from '../../tail/tail';
import { SpanTable } from './trace-list';

/** Spans come when they end: those that began this long ago may still appear. */
const LOOK_BACK_MILLIS = 120_000;
const MOST_ASKED = 100;
const MOST_SHOWN = 300;

const SPANS: Source<FoundSpan> = {
  door: '/store/v1/spans/tail',
  keyOf: (span) => span.traceId + span.spanId + span.kind + span.startTimeUnixNano,
  newest: async (q, signal) => {
    const range = { fromMillis: Date.now() - LOOK_BACK_MILLIS, toMillis: Date.now() + 1000 };
    return (await searchSpans({ q, range, order: 'newest', limit: MOST_ASKED }, signal)).spans;
  },
};

/** Spans as they come in, the newest on top. */
export function LiveTail(props: { q: string }): JSX.Element {
  return (
    <Tail source={SPANS} q={props.q} most={MOST_SHOWN} noun="span" empty={<NothingYet what="Spans" />}>
      {(spans) => (
        <div class="scroll-x">
          <SpanTable spans={spans.map(({ record }) => record)} />
        </div>
      )}
    </Tail>
  );
}
