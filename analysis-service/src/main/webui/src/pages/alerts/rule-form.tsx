import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { AlertRule } from '../../api/alerts';
import { Check, Select, Text } from '../../app/form';
import { EditForm } from '../../forms/edit-form';
import { PairsField } from '../../forms/pairs-field';
import { Budget, Condition, Figure } from './rule-condition';
import { draftOf, type RuleDraft, ruleOf } from './rule-draft';
import { WebhookChoice } from './webhook-choice';

export type Change = (part: Partial<RuleDraft>) => void;

const KINDS = [
  ['threshold', 'a figure is above or below a value'],
  ['change', 'a figure differs from the time before'],
  ['absence', 'nothing comes'],
  ['error_budget', 'an objective: an error budget burns too fast'],
] as const;

/** Everything that a rule can hold. */
export function RuleForm(props: { rule: AlertRule | undefined; onDone: () => void }): JSX.Element {
  const { rule } = props;
  const [draft, setDraft] = useState(() => draftOf(rule));
  const set: Change = (part) => setDraft((before) => ({ ...before, ...part }));
  return (
    <EditForm
      kind="alert-rules"
      noun="rule"
      id={rule?.id}
      body={() => ruleOf(draft, rule)}
      onDone={props.onDone}
    >
      <div class="form-row">
        <Text label="Name" value={draft.name} required onChange={(name) => set({ name })} />
        <Select
          label="Severity"
          value={draft.severity}
          options={[
            ['info', 'info'],
            ['warning', 'warning'],
            ['critical', 'critical'],
          ]}
          onChange={(severity) => set({ severity })}
        />
        <Select
          label="When"
          value={draft.kind}
          options={KINDS}
          onChange={(kind) => set({ kind: kind as RuleDraft['kind'] })}
        />
      </div>
      {draft.kind === 'error_budget' ? (
        <Budget draft={draft} set={set} />
      ) : (
        <Figure draft={draft} set={set} />
      )}
      <Condition draft={draft} set={set} />
      <div class="form-row">
        <Text
          label="Fires once it holds for (s)"
          type="number"
          value={draft.forSeconds}
          onChange={(forSeconds) => set({ forSeconds })}
        />
        <Text
          label="Resolved once over for (s)"
          type="number"
          value={draft.keepFiringSeconds}
          onChange={(keepFiringSeconds) => set({ keepFiringSeconds })}
        />
      </div>
      <div class="form-parts">
        <PairsField
          legend="Labels that its alerts have beside those of their series"
          noun="label"
          pairs={draft.labels}
          onChange={(labels) => set({ labels })}
        />
        <PairsField
          legend="Annotations: what people are told with it"
          noun="annotation"
          pairs={draft.annotations}
          isLong
          onChange={(annotations) => set({ annotations })}
        />
        <WebhookChoice chosen={draft.webhooks} onChange={(webhooks) => set({ webhooks })} />
      </div>
      <Check label="evaluated" checked={draft.isEnabled} onChange={(isEnabled) => set({ isEnabled })} />
    </EditForm>
  );
}
