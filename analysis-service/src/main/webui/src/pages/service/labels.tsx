import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { changeLabels, type ListedComponent } from '../../api/components';
import { SavingError, useSaving } from '../../app/form';
import { Panel } from '../../app/states';
import { mergePatch, pairsOf, recordOf } from '../../forms/pairs';
import { PairsField } from '../../forms/pairs-field';

/** What people say of an instance, beside what it says of itself. */
export function Labels(props: { component: ListedComponent; onSaved: () => void }): JSX.Element {
  const { component } = props;
  const [pairs, setPairs] = useState(() => pairsOf(component.labels));
  const saving = useSaving(props.onSaved);
  const isChanged = JSON.stringify(pairs) !== JSON.stringify(pairsOf(component.labels));
  return (
    <Panel title="Labels">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.save(async () =>
            changeLabels(component.id, mergePatch(component.labels, recordOf('Labels', pairs))),
          );
        }}
      >
        <PairsField legend="Set by people, not by telemetry" noun="label" pairs={pairs} onChange={setPairs} />
        <SavingError saving={saving} />
        {isChanged && (
          <div class="toolbar">
            <button type="submit" class="button main" disabled={saving.isSaving}>
              Save the labels
            </button>
            <button type="button" class="button" onClick={() => setPairs(pairsOf(component.labels))}>
              As they were
            </button>
          </div>
        )}
      </form>
    </Panel>
  );
}
