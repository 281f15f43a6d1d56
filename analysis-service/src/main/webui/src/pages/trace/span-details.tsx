import type { ComponentChildren, JSX } from 'preact';
import type { KeyValue } from '../../api/traces';
import { href } from '../../app/location';
import { ServiceTag } from '../../charts/service-tag';
import { and, attributeField, literal, quote } from '../../query/language';
import { dateTime, duration, percent } from '../../text/format';
import { visible } from '../../text/visible';
import { eventAfter, kindName, plainText, plainValue, type Span } from '../../trace/otlp';
import { millisAt, type TraceModel } from './model';
import { SpanLogs } from './span-logs';
import { SpanMetrics } from './span-metrics';
import './span-details.css';

const STATUS = ['unset', 'ok', 'error'];
const AROUND_MILLIS = 300_000;

/** Everything that is known of one span. */
export function SpanDetails(props: { model: TraceModel; span: Span; onClose: () => void }): JSX.Element {
  const { model, span } = props;
  const start = millisAt(model.trace, span.start);
  const around = {
    from: new Date(start - AROUND_MILLIS).toISOString(),
    to: new Date(millisAt(model.trace, span.end) + AROUND_MILLIS).toISOString(),
  };
  const same = and(`service = ${quote(span.resource.service)}`, `name = ${quote(span.name)}`);
  return (
    <section class="panel span-details" aria-label="Span">
      <header>
        <h2 class="wrap">{visible(span.name) || '(no name)'}</h2>
        <button type="button" class="button plain" aria-label="Close" onClick={props.onClose}>
          ✕
        </button>
      </header>
      <div class="body">
        <p>
          <a href={href(`/service/${encodeURIComponent(span.resource.service)}`, around)}>
            <ServiceTag name={span.resource.service} />
          </a>{' '}
          <span class="soft wrap">{visible(span.resource.instanceId)}</span>{' '}
          {span.isError && <span class="badge error">error</span>}
        </p>
        {span.statusMessage !== '' && <p class="error-text wrap">{visible(span.statusMessage)}</p>}
        <Figures model={model} span={span} />
        <div class="toolbar">
          <a class="button" href={href('/traces', { q: same, ...around })}>
            Spans like this
          </a>
          <a
            class="button"
            href={href('/traces', {
              q: and(same, `duration >= ${Math.max(0, span.end - span.start)}ns`),
              order: 'slowest',
              ...around,
            })}
          >
            As slow or slower
          </a>
        </div>
        <Attributes title="Attributes" scope="span" attributes={span.attributes} around={around} />
        <Events model={model} span={span} />
        <Links span={span} />
        <SpanLogs model={model} span={span} />
        <SpanMetrics model={model} span={span} />
        <Attributes
          title="Resource"
          scope="resource"
          attributes={span.resource.attributes}
          around={around}
          isClosed
        />
        <Ids model={model} span={span} start={start} />
      </div>
    </section>
  );
}

function Figures(props: { model: TraceModel; span: Span }): JSX.Element {
  const { model, span } = props;
  const whole = span.end - span.start;
  const self = model.tree.selfNanos[span.index] ?? 0;
  const onPath = model.path.nanos.get(span.index) ?? 0;
  return (
    <dl class="figures">
      <div>
        <dt>Duration</dt>
        <dd class={whole < 0 ? 'error-text' : ''}>{duration(whole)}</dd>
      </div>
      <div>
        <dt>Begins after</dt>
        <dd>{duration(span.start - model.from)}</dd>
      </div>
      <div>
        <dt>Self time</dt>
        <dd>
          {duration(self)} <small>{whole > 0 ? percent(self / whole) : ''}</small>
        </dd>
      </div>
      {model.path.totalNanos > 0 && (
        <div>
          <dt>On the critical path</dt>
          <dd>
            {duration(onPath)} <small>{percent(onPath / model.path.totalNanos)}</small>
          </dd>
        </div>
      )}
    </dl>
  );
}

type Around = { readonly from: string; readonly to: string };

export function Attributes(props: {
  title: string;
  scope: 'span' | 'resource' | 'event' | 'link';
  attributes: readonly KeyValue[];
  around: Around;
  isClosed?: boolean;
}): JSX.Element | null {
  if (props.attributes.length === 0) {
    return null;
  }
  const sorted = [...props.attributes].sort((a, b) => (a.key < b.key ? -1 : 1));
  return (
    <Section title={`${props.title} (${sorted.length})`} isClosed={props.isClosed ?? false}>
      <dl class="pairs">
        {sorted.map((attribute) => {
          const value = plainValue(attribute.value);
          const field = attributeField(props.scope, attribute.key);
          const isSimple = typeof value !== 'object' || value === null;
          return (
            <>
              <dt>{visible(attribute.key)}</dt>
              <dd>
                <span class="mono value">{visible(plainText(attribute.value))}</span>
                {isSimple && (
                  <a
                    class="like"
                    href={href('/traces', { q: `${field} = ${literal(field, value)}`, ...props.around })}
                    aria-label={`Spans with this ${visible(attribute.key).slice(0, 80)}`}
                    title="Spans with this value"
                  >
                    ⌕
                  </a>
                )}
              </dd>
            </>
          );
        })}
      </dl>
    </Section>
  );
}

export function Section(props: {
  title: string;
  isClosed?: boolean;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <details class="section" open={!props.isClosed}>
      <summary>{props.title}</summary>
      {props.children}
    </details>
  );
}

function Events(props: { model: TraceModel; span: Span }): JSX.Element | null {
  const { model, span } = props;
  if (span.events.length === 0) {
    return null;
  }
  return (
    <Section title={`Events (${span.events.length})`}>
      <ol class="events">
        {span.events.map((event, at) => (
          <li key={at}>
            <p>
              <strong class="wrap">{visible(event.name ?? '')}</strong>{' '}
              <span class="soft number">{duration(eventAfter(model.trace, span, event))} after it began</span>
            </p>
            <dl class="pairs">
              {(event.attributes ?? []).map((attribute) => (
                <>
                  <dt>{visible(attribute.key)}</dt>
                  <dd class="mono stack">{visible(plainText(attribute.value))}</dd>
                </>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Links(props: { span: Span }): JSX.Element | null {
  const { links } = props.span;
  if (links.length === 0) {
    return null;
  }
  return (
    <Section title={`Links (${links.length})`}>
      <ul>
        {links.map((link) => (
          <li key={`${link.traceId}${link.spanId}`}>
            <a class="mono wrap" href={href(`/trace/${link.traceId}`, { span: link.spanId })}>
              {link.traceId}
            </a>{' '}
            <span class="soft wrap">
              {(link.attributes ?? [])
                .map((one) => `${visible(one.key)} = ${visible(plainText(one.value))}`)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Ids(props: { model: TraceModel; span: Span; start: number }): JSX.Element {
  const { span } = props;
  return (
    <Section title="Ids and times" isClosed>
      <dl class="pairs">
        <dt>start</dt>
        <dd class="number">{dateTime(props.start)}</dd>
        <dt>span id</dt>
        <dd class="mono">{span.spanId}</dd>
        <dt>parent span id</dt>
        <dd class="mono">{span.parentSpanId || 'none'}</dd>
        <dt>kind</dt>
        <dd>{kindName(span.kind)}</dd>
        <dt>status</dt>
        <dd>{STATUS[span.statusCode] ?? span.statusCode}</dd>
        <dt>scope</dt>
        <dd>
          {visible(span.scope.name)} {visible(span.scope.version)}
        </dd>
      </dl>
    </Section>
  );
}
