import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RetentionRule } from '../../api/retention';
import { Text } from '../../app/form';
import { EditForm } from '../../forms/edit-form';
import { CompletedInput } from '../../query/completed-input';
import { offersAt } from '../../query/query-bar';
import { draftOf, hasConditions, hasSize, type RuleDraft, ruleOf } from './retention-draft';
import { ScopeFields } from './scope-fields';

export function RetentionForm(props: { rule: RetentionRule | undefined; onDone: () => void }): JSX.Element {
  const { rule } = props;
  const [draft, setDraft] = useState(() => draftOf(rule));
  const set = (part: Partial<RuleDraft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <EditForm
      kind="retention-rules"
      noun="rule"
      id={rule?.id}
      body={() => ruleOf(draft)}
      onDone={props.onDone}
    >
      <div class="form-row">
        <ScopeFields draft={draft} onChange={set} />
      </div>
      {hasConditions(draft.signal) && <Condition draft={draft} signal={draft.signal} set={set} />}
      <div class="form-row">
        <Text
          label="Days"
          type="number"
          value={draft.days}
          placeholder="as without the rule"
          onChange={(days) => set({ days })}
        />
        {hasSize(draft) && (
          <Text
            label="At most"
            value={draft.size}
            placeholder="any size, or 500 GiB"
            onChange={(size) => set({ size })}
          />
        )}
      </div>
    </EditForm>
  );
}

function Condition(props: {
  draft: RuleDraft;
  signal: 'traces' | 'logs';
  set: (part: Partial<RuleDraft>) => void;
}): JSX.Element {
  const { draft, signal, set } = props;
  const label = signal === 'traces' ? 'Traces with a span that matches' : 'Log records that match';
  return (
    <div class="field">
      <span>{label}</span>
      <CompletedInput
        label={label}
        placeholder={
          signal === 'traces' ? 'any, or status = error && duration > 2s' : 'any, or severity >= error'
        }
        text={draft.condition}
        offersAt={(text, caret) => offersAt(signal, text, caret)}
        onText={(condition) => set({ condition })}
        onEnter={() => {}}
      />
    </div>
  );
}
