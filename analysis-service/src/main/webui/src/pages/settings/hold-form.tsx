import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { placeLegalHold } from '../../api/retention';
import { SavingError, Text, useSaving } from '../../app/form';
import { ANY, type HoldForm as Draft, holdOf } from './retention-draft';
import { ScopeFields } from './scope-fields';

const NOTHING: Draft = { ...ANY, from: '', to: '', reason: '' };

/** Places a hold; nothing of it can be changed afterwards. */
export function HoldForm(props: { onPlaced: () => void }): JSX.Element {
  const [draft, setDraft] = useState(NOTHING);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const saving = useSaving(() => {
    setDraft(NOTHING);
    props.onPlaced();
  });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(async () => placeLegalHold(holdOf(draft)));
      }}
    >
      <p class="soft">
        What is held is let go by no rule, thinned out by none, and not erased, until the hold is released:
        records that are here and those that come. An erasure that was asked for before goes on.
      </p>
      <div class="form-row">
        <ScopeFields draft={draft} onChange={set} />
        <Text
          label="From"
          value={draft.from}
          placeholder="the first, or 2026-10-01"
          onChange={(from) => set({ from })}
        />
        <Text
          label="Before"
          value={draft.to}
          placeholder="no end, or 2026-11-01"
          onChange={(to) => set({ to })}
        />
      </div>
      <div class="form-row">
        <Text
          label="Reason"
          value={draft.reason}
          placeholder="case 17"
          required
          onChange={(reason) => set({ reason })}
        />
        <button type="submit" class="button main" disabled={saving.isSaving}>
          Hold the records
        </button>
      </div>
      <SavingError saving={saving} />
    </form>
  );
}
