import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type DryRunResult, dryRun, type RedactionChange, type RedactionDraft } from '../../api/redaction';
import { SavingError, useSaving } from '../../app/form';
import { difference } from '../../text/difference';
import { counted } from '../../text/format';
import { oneLine, visible } from '../../text/visible';
import { questionOf } from './pasted';

const EXAMPLE = 'paid by anna@example.com with 4111 1111 1111 1111';

/** Shows what rules would change in something that is pasted. */
export function DryRun(props: {
  label: string;
  /** @throws Error that says what is not as expected */
  rules: () => readonly RedactionDraft[] | Promise<readonly RedactionDraft[]>;
}): JSX.Element {
  const [pasted, setPasted] = useState('');
  const [result, setResult] = useState<DryRunResult>();
  const saving = useSaving(() => {});
  const run = async () => {
    setResult(undefined);
    setResult(await dryRun(await props.rules(), questionOf(pasted)));
  };
  return (
    <div class="form">
      <label class="field">
        <span>A line of text, or a record as OTLP writes it in JSON</span>
        <textarea
          class="input mono"
          rows={4}
          spellcheck={false}
          value={pasted}
          placeholder={EXAMPLE}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
      </label>
      <div class="toolbar">
        <button type="button" class="button" disabled={saving.isSaving} onClick={() => saving.save(run)}>
          {props.label}
        </button>
        <span class="soft">It is kept nowhere.</span>
      </div>
      <SavingError saving={saving} />
      <div aria-live="polite" aria-busy={saving.isSaving}>
        {result && <Result of={result} />}
      </div>
    </div>
  );
}

function Result(props: { of: DryRunResult }): JSX.Element {
  const { counts, total, truncated, changes } = props.of;
  if (total === 0) {
    return <p>Nothing would change.</p>;
  }
  return (
    <>
      <p>
        {counted(total, 'value')} would change:{' '}
        {counts
          .map(({ rule, action, found }) => `${oneLine(rule, 60)} would ${action} ${counted(found, 'find')}`)
          .join(', ')}
        .
      </p>
      <ul class="dry-run">
        {changes.map((change, at) => (
          <li key={at}>
            <Where change={change} />
            <Changed before={change.before} after={change.after} />
          </li>
        ))}
      </ul>
      {truncated && <p class="soft">There is more of it than is shown.</p>}
    </>
  );
}

function Where(props: { change: RedactionChange }): JSX.Element {
  const { change } = props;
  return (
    <div class="toolbar">
      {change.place && <span class="soft">{change.place}</span>}
      {change.keys && change.keys.length > 0 && (
        <strong class="wrap">{change.keys.map((key) => oneLine(key, 100)).join(' › ')}</strong>
      )}
      {change.after === undefined && <span class="badge warn">dropped</span>}
      <span class="soft wrap">by {change.rules.map((rule) => oneLine(rule, 60)).join(', ')}</span>
    </div>
  );
}

/** Both texts laid over each other: what goes is struck out, what comes in its place is underlined. */
function Changed(props: { before: string; after: string | undefined }): JSX.Element {
  return (
    <p class="mono wrap changed">
      {difference(props.before, props.after ?? '').map((part, at) => {
        const text = visible(part.text);
        return part.kind === 'gone' ? (
          <del key={at}>{text}</del>
        ) : part.kind === 'new' ? (
          <ins key={at}>{text}</ins>
        ) : (
          text
        );
      })}
    </p>
  );
}
