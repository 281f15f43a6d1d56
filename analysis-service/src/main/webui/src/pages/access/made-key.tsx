import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { MadeApiKey } from '../../api/access';
import { CopyButton } from '../../app/copy-button';
import { Panel } from '../../app/states';
import { oneLine } from '../../text/visible';

/** Where a collector takes OTLP in by default, on the machine that this page came from. */
const collectorGuess = (): string => `${window.location.protocol}//${window.location.hostname}:4318`;

/** A key that was just made, with what its user needs to be told. It is nowhere to be had again. */
export function MadeKey(props: { of: MadeApiKey; onDone: () => void }): JSX.Element {
  const { key, name, role } = props.of;
  const first = useRef<HTMLDivElement>(null);
  // Who made it by keyboard or hears the page goes on here.
  useEffect(() => first.current?.focus(), [key]);
  return (
    <div ref={first} tabIndex={-1} class="made-key">
      <Panel title={`The key ${oneLine(name, 60)}`}>
        <p class="notice">Copy it now: it is kept nowhere, and cannot be shown again.</p>
        <Copied label="The key" text={key} />
        {role === 'reader' || role === 'analyst' ? null : (
          <Copied
            label="For an OpenTelemetry SDK, in its environment, with the address of your collector"
            text={`OTEL_EXPORTER_OTLP_ENDPOINT=${collectorGuess()}\nOTEL_EXPORTER_OTLP_HEADERS=Authorization=Bearer%20${key}`}
          />
        )}
        {role === 'writer' ? null : (
          <Copied
            label="For a program that reads; as a password of any user name it opens the same"
            text={`curl -H 'Authorization: Bearer ${key}' ${window.location.origin}/v1/rates`}
          />
        )}
        <div>
          <button type="button" class="button main" onClick={props.onDone}>
            I have it
          </button>
        </div>
      </Panel>
    </div>
  );
}

function Copied(props: { label: string; text: string }): JSX.Element {
  return (
    <div>
      <div class="toolbar">
        <span class="soft grow">{props.label}</span>
        <CopyButton text={props.text} what={props.label} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what may have to be scrolled can be scrolled by keyboard. */}
      <pre class="mono secret" tabIndex={0}>
        {props.text}
      </pre>
    </div>
  );
}
