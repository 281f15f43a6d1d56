import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  ACTIONS,
  DETECTORS,
  PLACES,
  type RedactionDraft,
  type RedactionRule,
  SIGNALS,
} from '../../api/redaction';
import { Check, Select, Text } from '../../app/form';
import { ChecksField } from '../../forms/checks-field';
import { EditForm } from '../../forms/edit-form';
import { DryRun } from './dry-run';

const ACTION_TEXTS: Readonly<Record<(typeof ACTIONS)[number], string>> = {
  drop: 'drop it',
  mask: 'mask it',
  hash: 'put a hash in its place',
  truncate: 'cut it off',
};

export function RedactionForm(props: { rule: RedactionRule | undefined; onDone: () => void }): JSX.Element {
  const { rule } = props;
  const [name, setName] = useState(rule?.name ?? '');
  const [enabled, setEnabled] = useState(rule?.enabled ?? true);
  const [signals, setSignals] = useState(rule?.signals ?? []);
  const [keys, setKeys] = useState(rule?.keys ?? '');
  const [detectors, setDetectors] = useState(rule?.detectors ?? []);
  const [pattern, setPattern] = useState(rule?.pattern ?? '');
  const [action, setAction] = useState(rule?.action ?? 'mask');
  const [keep, setKeep] = useState(String(rule?.keep ?? 4));
  const [places, setPlaces] = useState(rule?.places ?? []);
  const draft = (): RedactionDraft => ({
    name: name.trim(),
    enabled,
    signals,
    ...(keys === '' ? {} : { keys }),
    detectors,
    ...(pattern === '' ? {} : { pattern }),
    action,
    ...(action === 'truncate' ? { keep: Number(keep) } : {}),
    places,
  });
  return (
    <EditForm
      kind="redaction-rules"
      noun="rule"
      id={rule?.id}
      body={() => ({ ...draft(), ...(rule ? { version: rule.version } : {}) })}
      onDone={props.onDone}
    >
      <div class="form-row">
        <Text label="Name" value={name} required onChange={setName} />
        <Select
          label="What to do with it"
          value={action}
          options={ACTIONS.map((one) => [one, ACTION_TEXTS[one]] as const)}
          onChange={setAction}
        />
        {action === 'truncate' && (
          <Text label="Characters that stay" type="number" value={keep} onChange={setKeep} />
        )}
      </div>
      <ChecksField legend="What is found" of={DETECTORS} chosen={detectors} onChange={setDetectors} />
      <div class="form-row">
        <Text
          label="And what matches (RE2 expression)"
          value={pattern}
          placeholder="session=[0-9a-f]+"
          onChange={setPattern}
        />
        <Text
          label="Only under keys that match (RE2 expression)"
          value={keys}
          placeholder="(?i)password"
          onChange={setKeys}
        />
      </div>
      <div class="form-parts">
        <ChecksField legend="In records of (none: all)" of={SIGNALS} chosen={signals} onChange={setSignals} />
        <ChecksField legend="In these places (none: all)" of={PLACES} chosen={places} onChange={setPlaces} />
      </div>
      <Check label="is applied" checked={enabled} onChange={setEnabled} />
      <DryRun label="Try this rule" rules={() => [{ ...draft(), enabled: true }]} />
    </EditForm>
  );
}
