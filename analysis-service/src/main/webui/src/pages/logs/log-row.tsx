import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FoundLog } from '../../api/logs';
import { href } from '../../app/location';
import { ServiceTag } from '../../charts/service-tag';
import { and, attributeField, literal, quote } from '../../query/language';
import { clockMillis, day, millisOfNanos } from '../../text/format';
import { bodyText, severityOf } from '../../text/severity';
import { oneLine, visible } from '../../text/visible';

const AROUND_MILLIS = 30_000;

/** Some sources tell no time of the event; then that of observation is the best that is known. */
export function millisOf(log: FoundLog): number {
  return millisOfNanos(log.timeUnixNano === '0' ? log.observedTimeUnixNano : log.timeUnixNano);
}

export function LogRow(props: { log: FoundLog }): JSX.Element {
  const { log } = props;
  const [isOpen, setOpen] = useState(false);
  const severity = severityOf(log.severityNumber);
  const millis = millisOf(log);
  return (
    <li class={`log-row ${severity}`}>
      <button type="button" class="log-line" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span class="number soft" title={day(millis)}>
          {clockMillis(millis)}
        </span>
        <span class="severity">{severity === 'none' ? oneLine(log.severityText, 12) || '–' : severity}</span>
        <span class="log-service">
          <ServiceTag name={log.component.name} />
        </span>
        <span class="mono log-body">{oneLine(bodyText(log.body), 600) || oneLine(log.eventName, 200)}</span>
      </button>
      {isOpen && <LogDetails log={log} millis={millis} />}
    </li>
  );
}

function LogDetails(props: { log: FoundLog; millis: number }): JSX.Element {
  const { log, millis } = props;
  const time = (margin: number) => ({
    from: new Date(millis - margin).toISOString(),
    to: new Date(millis + margin).toISOString(),
  });
  return (
    <div class="log-details">
      <pre class="mono">{visible(bodyText(log.body))}</pre>
      <div class="toolbar">
        {log.traceId !== '' && (
          <>
            <a class="button" href={href(`/trace/${log.traceId}`, { span: log.spanId })}>
              Its trace
            </a>
            <a class="button" href={href('/logs', { q: `traceId = "${log.traceId}"` })}>
              Logs of the trace
            </a>
          </>
        )}
        <a
          class="button"
          href={href('/logs', {
            q: and(
              `service = ${quote(log.component.name)}`,
              log.component.instanceId === '' ? '' : `instance = ${quote(log.component.instanceId)}`,
            ),
            order: 'oldest',
            ...time(AROUND_MILLIS),
          })}
        >
          What was written around it
        </a>
        {log.template !== undefined && (
          <a class="button" href={href('/logs', { q: `template = ${log.template}` })}>
            Records of the same pattern
          </a>
        )}
      </div>
      <dl class="pairs">
        {log.severityText !== '' && (
          <>
            <dt>severity text</dt>
            <dd>{visible(log.severityText)}</dd>
          </>
        )}
        {log.scopeName !== '' && (
          <>
            <dt>scope</dt>
            <dd>{visible(log.scopeName)}</dd>
          </>
        )}
        <Values scope="log" values={log.attributes} />
        <Values scope="resource" values={log.resource} />
      </dl>
    </div>
  );
}

function Values(props: {
  scope: 'log' | 'resource';
  values: Readonly<Record<string, unknown>>;
}): JSX.Element {
  return (
    <>
      {Object.entries(props.values).map(([key, value]) => (
        <>
          <dt>{visible(key)}</dt>
          <dd>
            <span class="mono">{visible(typeof value === 'string' ? value : JSON.stringify(value))}</span>{' '}
            {typeof value !== 'object' && (
              <a
                href={href('/logs', { q: `${attributeField(props.scope, key)} = ${literal(key, value)}` })}
                aria-label={`Records with this ${visible(key).slice(0, 80)}`}
                title="Records with this value"
              >
                ⌕
              </a>
            )}
          </dd>
        </>
      ))}
    </>
  );
}
