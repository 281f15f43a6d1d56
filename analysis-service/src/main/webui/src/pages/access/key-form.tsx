import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type MadeApiKey, makeApiKey, ROLES } from '../../api/access';
import { SavingError, Select, Text, useSaving } from '../../app/form';

const MAY: Readonly<Record<(typeof ROLES)[number], string>> = {
  writer: 'writer: sends records',
  reader: 'reader: reads records and what was found in them',
  analyst: 'analyst: reads, and sets alerts, silences, targets and labels',
  admin: 'admin: all of it, and keys, retention, redaction, erasure and the audit',
};

const DAY_MILLIS = 86_400_000;

const LASTS = [
  ['', 'until it is revoked'],
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'a year'],
] as const;

export function KeyForm(props: { onMade: (key: MadeApiKey) => void }): JSX.Element {
  const [name, setName] = useState('');
  const [role, setRole] = useState<string>('writer');
  const [days, setDays] = useState('');
  const saving = useSaving(() => setName(''));
  const make = async () => {
    const expiresAt =
      days === '' ? undefined : new Date(Date.now() + Number(days) * DAY_MILLIS).toISOString();
    props.onMade(await makeApiKey({ name: name.trim(), role, ...(expiresAt ? { expiresAt } : {}) }));
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(make);
      }}
    >
      <div class="form-row">
        <Text label="Name" value={name} placeholder="who or what will use it" required onChange={setName} />
        <Select
          label="Role"
          value={role}
          options={ROLES.map((one) => [one, MAY[one]] as const)}
          onChange={setRole}
        />
        <Select label="It opens" value={days} options={LASTS} onChange={setDays} />
      </div>
      <SavingError saving={saving} />
      <div>
        <button type="submit" class="button main" disabled={saving.isSaving}>
          Make the key
        </button>
      </div>
    </form>
  );
}
