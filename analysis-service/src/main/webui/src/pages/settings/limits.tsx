import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Quotas, readQuotas, setQuotas } from '../../api/quotas';
import { SavingError, Text, useSaving } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { quotasOf, writtenQuotas } from './quota-draft';

/** How much of it may be sent and asked. */
export function Limits(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => readQuotas({ signal }).then((found) => ({ found })));
  return (
    <Panel title="How much may be sent and asked">
      <Answer of={load} what="Reading limits">
        {({ found }) =>
          found ? (
            <LimitsForm key={JSON.stringify(found)} of={found} onSaved={load.reload} />
          ) : (
            <Empty title="This storage knows no limits; a newer one does." />
          )
        }
      </Answer>
    </Panel>
  );
}

const FIELDS = [
  ['recordsPerSecond', 'Records per second', 'number'],
  ['bytesPerDay', 'Stored per day', 'text'],
  ['seriesPerDay', 'Series of metrics per day', 'number'],
  ['queryBytesPerSecond', 'Read by searches per second', 'text'],
] as const;

function LimitsForm(props: { of: Quotas; onSaved: () => void }): JSX.Element {
  const [draft, setDraft] = useState(() => writtenQuotas(props.of));
  const saving = useSaving(props.onSaved);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(async () => setQuotas(quotasOf(draft)));
      }}
    >
      <div class="form-row">
        {FIELDS.map(([name, label, type]) => (
          <Text
            key={name}
            label={label}
            type={type}
            value={draft[name]}
            placeholder={type === 'text' ? 'no limit, or 20 GB' : 'no limit'}
            onChange={(value) => setDraft((before) => ({ ...before, [name]: value }))}
          />
        ))}
      </div>
      <p class="soft">
        What is more is refused in a way that senders try again; the ledger counts it as refused. Days are of
        UTC. Each collector counts series for itself: those that have come that day go on, and points of
        others are rejected. A minute of what searches may read can be read at once; then they are asked to
        come again.
      </p>
      <SavingError saving={saving} />
      <div>
        <button type="submit" class="button main" disabled={saving.isSaving}>
          Set the limits
        </button>
      </div>
    </form>
  );
}
