import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type Quotas, readQuotas, setQuotas } from '../../api/quotas';
import { SavingError, Text, useSaving } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';

const MEBIBYTE = 1 << 20;

/** How much of it may be sent. */
export function Limits(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => readQuotas({ signal }).then((found) => ({ found })));
  return (
    <Panel title="How much may be sent">
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

function LimitsForm(props: { of: Quotas; onSaved: () => void }): JSX.Element {
  const { recordsPerSecond, bytesPerDay } = props.of;
  const [records, setRecords] = useState(String(recordsPerSecond ?? ''));
  const [mebibytes, setMebibytes] = useState(bytesPerDay ? String(bytesPerDay / MEBIBYTE) : '');
  const saving = useSaving(props.onSaved);
  const save = () =>
    setQuotas({
      ...(records.trim() === '' ? {} : { recordsPerSecond: Number(records) }),
      ...(mebibytes.trim() === '' ? {} : { bytesPerDay: Math.round(Number(mebibytes) * MEBIBYTE) }),
    });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(save);
      }}
    >
      <div class="form-row add-rule">
        <Text
          label="Records per second"
          type="number"
          value={records}
          placeholder="no limit"
          onChange={setRecords}
        />
        <Text
          label="MiB stored per day"
          type="number"
          value={mebibytes}
          placeholder="no limit"
          onChange={setMebibytes}
        />
      </div>
      <p class="soft">
        What is more is refused in a way that senders try again; the ledger counts it as refused.
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
