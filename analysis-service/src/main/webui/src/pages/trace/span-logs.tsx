import type { JSX } from 'preact';
import { type FoundLog, searchLogs } from '../../api/logs';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { and, quote } from '../../query/language';
import { clockMillis, millisOfNanos } from '../../text/format';
import { bodyText, severityOf } from '../../text/severity';
import { oneLine, visible } from '../../text/visible';
import type { Span } from '../../trace/otlp';
import { millisAt, type TraceModel } from './model';
import { Section } from './span-details';

const MARGIN_MILLIS = 60_000;
const MOST = 50;

/** Log records written in this span, and the way to those of the whole trace and of its component then. */
export function SpanLogs(props: { model: TraceModel; span: Span }): JSX.Element {
  const { model, span } = props;
  const range = {
    fromMillis: millisAt(model.trace, model.from) - MARGIN_MILLIS,
    toMillis: millisAt(model.trace, model.to) + MARGIN_MILLIS,
  };
  const ofTrace = `traceId = "${model.traceId}"`;
  const load = useLoad(`${model.traceId} ${span.spanId}`, (signal) =>
    searchLogs({ q: and(ofTrace, `spanId = "${span.spanId}"`), range, order: 'oldest', limit: MOST }, signal),
  );
  const time = { from: new Date(range.fromMillis).toISOString(), to: new Date(range.toMillis).toISOString() };
  const logs = load.data?.logs ?? [];
  return (
    <Section title={`Logs (${load.isLoading ? '…' : logs.length}${load.data?.nextCursor ? '+' : ''})`}>
      {load.error && <p class="error-text">{load.error.message}</p>}
      <ol class="span-logs">
        {logs.map((log, at) => (
          <LogLine key={at} log={log} />
        ))}
      </ol>
      <div class="toolbar">
        <a href={href('/logs', { q: ofTrace, ...time })}>Logs of the trace</a>
        <a href={href('/logs', { q: `service = ${quote(span.resource.service)}`, ...time })}>
          Logs of the service then
        </a>
      </div>
    </Section>
  );
}

function LogLine(props: { log: FoundLog }): JSX.Element {
  const { log } = props;
  const severity = severityOf(log.severityNumber);
  return (
    <li>
      <span class="number soft">{clockMillis(millisOfNanos(log.timeUnixNano))}</span>{' '}
      <span
        class={
          severity === 'error' || severity === 'fatal'
            ? 'badge error'
            : severity === 'warn'
              ? 'badge warn'
              : 'badge'
        }
      >
        {severity === 'none' ? visible(log.severityText) : severity}
      </span>{' '}
      <span class="mono wrap">{oneLine(bodyText(log.body))}</span>
    </li>
  );
}
