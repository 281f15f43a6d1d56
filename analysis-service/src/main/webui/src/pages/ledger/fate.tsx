import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Fate, type FateEvidence, readFate } from '../../api/ledger';
import { useLoad } from '../../app/load';
import { href, place, setQuery } from '../../app/location';
import { Answer, Panel } from '../../app/states';
import { now } from '../../app/time';
import { counted, dateTime } from '../../text/format';
import { visible } from '../../text/visible';

const MEANING: Readonly<Record<string, string>> = {
  stored: 'It is stored.',
  partly_stored:
    'Some of it is stored; other records of it were rejected, sampled out, or are still held by a collector.',
  spooled: 'A collector holds it durably until storage takes it.',
  expired: 'It was stored, and let go by retention.',
  erased: 'It was stored, and erased on request.',
  rejected: 'It reached a door and was rejected; its sender was told why.',
  duplicate: 'It was offered again; it is stored once.',
  never_offered: 'It never reached a door: it was not sent, or was lost on the way.',
  unknown: 'Nothing says what became of it.',
};

/** What became of one trace, with the evidence. */
export function FateOfTrace(): JSX.Element {
  const traceId = place.value.query.get('trace') ?? '';
  const [text, setText] = useState(traceId);
  useEffect(() => setText(traceId), [traceId]);
  return (
    <Panel title="What became of a trace">
      <form
        class="toolbar"
        onSubmit={(event) => {
          event.preventDefault();
          setQuery({ trace: text.trim().toLowerCase() });
        }}
      >
        <input
          class="input mono trace-id"
          aria-label="Trace id"
          placeholder="32 hex digits"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button main">
          Ask
        </button>
        {traceId !== '' && (
          <button type="button" class="button plain" onClick={() => setQuery({ trace: null })}>
            Clear
          </button>
        )}
      </form>
      {traceId !== '' && <FateAnswer traceId={traceId} />}
    </Panel>
  );
}

function FateAnswer(props: { traceId: string }): JSX.Element {
  const load = useLoad(`${props.traceId} ${now.value}`, (signal) => readFate(props.traceId, { signal }));
  return (
    <Answer of={load} what="Asking storage and the collectors">
      {(fate) => <Told fate={fate} />}
    </Answer>
  );
}

function Told(props: { fate: Fate }): JSX.Element {
  const { fate } = props;
  const isThere = fate.fate === 'stored' || fate.fate === 'partly_stored' || fate.fate === 'duplicate';
  return (
    <div class="fate">
      <p>
        <span class={isThere ? 'badge good' : 'badge warn'}>{fate.fate.replaceAll('_', ' ')}</span>{' '}
        {MEANING[fate.fate] ?? ''} {isThere && <a href={href(`/trace/${fate.traceId}`)}>Open it</a>}
      </p>
      <ul>
        {fate.evidence.map((evidence, at) => (
          <Evidence key={at} evidence={evidence} />
        ))}
      </ul>
      {fate.reasons.map((reason) => (
        <p key={reason} class="error-text wrap">
          {visible(reason)}
        </p>
      ))}
      {fate.missing.map((missing) => (
        <p key={missing} class="soft wrap">
          {visible(missing)}
        </p>
      ))}
      <p class="soft">What was let go is known since {dateTime(Date.parse(fate.checkedFrom))}.</p>
    </div>
  );
}

function Evidence(props: { evidence: FateEvidence }): JSX.Element {
  const { kind, records, at, segmentId, collector, said, reason } = props.evidence;
  return (
    <li class="wrap">
      <strong>{kind.replaceAll('_', ' ')}</strong>
      {typeof records === 'number' && ` ${counted(records, 'record')}`}
      {at && ` at ${dateTime(Date.parse(at))}`}
      {collector && ` by ${visible(collector)}`}
      {said && ` (${said.replaceAll('_', ' ')})`}
      {reason && `: ${visible(reason)}`} {segmentId && <code class="soft">{segmentId}</code>}
    </li>
  );
}
