import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ApiError } from '../api/client';
import type { Load } from './load';
import { SHOWN_AFTER_MILLIS } from './progress';
import { showRelative } from './time';

/** Said instead of a list that is empty: why that may be, and what to do next. */
export function Empty(props: { title: string; children?: ComponentChildren }): JSX.Element {
  return (
    <div class="state">
      <strong>{props.title}</strong>
      {props.children}
    </div>
  );
}

/** For searches that found nothing: looks further back at a click. */
export function NothingFound(props: { what: string; hasQuery?: boolean; onClear?: () => void }): JSX.Element {
  return (
    <Empty title={`No ${props.what} in this time${props.hasQuery ? ' for this search' : ''}.`}>
      <div class="toolbar">
        <button type="button" class="button" onClick={() => showRelative('24h')}>
          Look at 24 hours
        </button>
        {props.hasQuery && props.onClear && (
          <button type="button" class="button" onClick={props.onClear}>
            Clear the search
          </button>
        )}
      </div>
    </Empty>
  );
}

function advice(error: Error): string {
  if (!(error instanceof ApiError)) {
    return 'This is a mistake of the page. Reloading it may help.';
  }
  switch (error.status) {
    case 0:
      return 'Check that analysis-service runs and that the network is there.';
    case 400:
      return 'Correct the search or the time, then try again.';
    case 401:
      return 'Log in with a key that is neither revoked nor expired.';
    case 403:
      return 'Ask an administrator of this Quipu for a key with that role.';
    case 404:
      return 'It may have been let go by retention, or never been sent. The ledger can say what became of a trace.';
    case 429:
    case 503:
      return 'The service is busy or storage cannot be reached. Try again in a moment.';
    default:
      return 'Try again; the log of the service says more.';
  }
}

/** What a door says of roles, as a sentence. */
const ROLES = /^role: expected (.+), got (.+)$/;

function said(error: Error): string {
  const roles = ROLES.exec(error.message);
  return roles ? `This takes the role ${roles[1]}; you are here as ${roles[2]}.` : error.message;
}

export function Failed(props: { error: Error; onRetry?: () => void }): JSX.Element {
  return (
    <div class="state" role="alert">
      <strong>{said(props.error)}</strong>
      <span>{advice(props.error)}</span>
      {props.onRetry && (
        <button type="button" class="button" onClick={props.onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** Says that something is under way, but only once it takes long enough to wonder. */
export function Waiting(props: { what?: string }): JSX.Element {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setSlow(true), SHOWN_AFTER_MILLIS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div class="waiting" role="status">
      {isSlow ? `${props.what ?? 'Loading'} …` : ' '}
    </div>
  );
}

/** What a question came to: waiting, failed, cancelled, or shown by the function. */
export function Answer<T>(props: {
  of: Load<T>;
  what?: string;
  children: (data: T) => ComponentChildren;
}): JSX.Element {
  const { of } = props;
  if (of.error) {
    return <Failed error={of.error} onRetry={of.reload} />;
  }
  if (of.data !== undefined) {
    return <div aria-busy={of.isLoading}>{props.children(of.data)}</div>;
  }
  if (of.isCancelled) {
    return (
      <Empty title="Cancelled.">
        <button type="button" class="button" onClick={of.reload}>
          Ask again
        </button>
      </Empty>
    );
  }
  return <Waiting {...(props.what ? { what: props.what } : {})} />;
}

export function Panel(props: {
  title: ComponentChildren;
  tools?: ComponentChildren;
  flush?: boolean;
  class?: string;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <section class={`panel ${props.class ?? ''}`}>
      <header>
        <h2>{props.title}</h2>
        {props.tools}
      </header>
      <div class={props.flush ? 'body flush' : 'body'}>{props.children}</div>
    </section>
  );
}

export function Choices<T extends string>(props: {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a row of buttons everywhere.
    <div class="choices" role="group" aria-label={props.label}>
      {props.options.map(([value, text]) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
