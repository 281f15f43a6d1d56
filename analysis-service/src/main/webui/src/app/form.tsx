import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A write that a person asked for: one at a time, its failure told beside the button. */
export interface Saving {
  readonly isSaving: boolean;
  readonly error: string;
  readonly save: (act: () => Promise<unknown>) => void;
}

export function useSaving(onSaved: () => void): Saving {
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState('');
  const save = (act: () => Promise<unknown>) => {
    setSaving(true);
    setError('');
    act()
      .then(onSaved, (failure: Error) => setError(failure.message))
      .finally(() => setSaving(false));
  };
  return { isSaving, error, save };
}

export function SavingError(props: { saving: Saving }): JSX.Element | null {
  return props.saving.error === '' ? null : (
    <p class="error-text wrap" role="alert">
      {props.saving.error}
    </p>
  );
}

const CONFIRM_MILLIS = 4000;

/** Asks once more by its own text before it does what cannot be taken back. */
export function RemoveButton(props: {
  what: string;
  /** What it does, when that is not to remove. */
  verb?: string;
  isDisabled?: boolean;
  onRemove: () => void;
}): JSX.Element {
  const { verb = 'Remove' } = props;
  const [isSure, setSure] = useState(false);
  useEffect(() => {
    if (isSure) {
      const timer = window.setTimeout(() => setSure(false), CONFIRM_MILLIS);
      return () => window.clearTimeout(timer);
    }
    return undefined;
  }, [isSure]);
  return (
    <button
      type="button"
      class={isSure ? 'button danger' : 'button plain'}
      disabled={props.isDisabled}
      aria-label={`${isSure ? `Really ${verb.toLowerCase()}` : verb} ${props.what}`}
      onClick={() => (isSure ? props.onRemove() : setSure(true))}
    >
      {isSure ? `Really ${verb.toLowerCase()}` : verb}
    </button>
  );
}

export function Text(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  type?: 'text' | 'number' | 'url' | 'password';
  required?: boolean;
}): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        class="input"
        // The types of attributes tell inputs apart by a single literal.
        type={(props.type ?? 'text') as 'text'}
        step="any"
        value={props.value}
        placeholder={props.placeholder ?? ''}
        required={props.required ?? false}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}

export function Select(props: {
  label: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select
        class="select"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Check(props: {
  label: ComponentChildren;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): JSX.Element {
  return (
    <label class="toolbar">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}

/** Reads lines or commas of key=value; undefined when one is none. */
export function parsePairs(text: string): Record<string, string> | undefined {
  const pairs: Record<string, string> = {};
  for (const part of text.split(/[\n,]/).map((one) => one.trim())) {
    if (part !== '') {
      const equals = part.indexOf('=');
      if (equals < 1) {
        return undefined;
      }
      pairs[part.slice(0, equals).trim()] = part.slice(equals + 1).trim();
    }
  }
  return pairs;
}

export const writtenPairs = (pairs: Readonly<Record<string, string>>): string =>
  Object.entries(pairs)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
