import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { askForErasure } from '../../api/access';
import { SavingError, Text, useSaving } from '../../app/form';
import { Choices } from '../../app/states';
import { oneLine } from '../../text/visible';
import { confirmationOf, type TargetDraft, type TargetKind, targetOf } from './erasure-target';

const KINDS = [
  ['attribute', 'Attribute'],
  ['trace', 'Trace'],
  ['component', 'Component'],
] as const;

const NOTHING = { key: '', value: '', traceId: '', namespace: '', service: '', instance: '' };

/** Asks for an erasure; what names the records has to be typed twice. */
export function ErasureForm(props: { onAsked: () => void }): JSX.Element {
  const [draft, setDraft] = useState<TargetDraft>({ kind: 'attribute', ...NOTHING });
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const saving = useSaving(() => {
    setDraft({ ...NOTHING, kind: draft.kind });
    setReason('');
    setTyped('');
    props.onAsked();
  });
  const wanted = confirmationOf(draft);
  const change = (part: Partial<TargetDraft>) => setDraft({ ...draft, ...part });
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(() => askForErasure({ reason: reason.trim(), ...targetOf(draft) }));
      }}
    >
      <p class="soft">
        They are taken out of everything that is stored or waits to be, spans, log records and metrics alike.
        There is no way back, but for a backup.
      </p>
      <div>
        <Choices<TargetKind>
          label="What names the records"
          value={draft.kind}
          options={KINDS}
          onChange={(kind) => change({ kind })}
        />
      </div>
      <div class="form-row">
        <TargetFields draft={draft} onChange={change} />
        <Text label="Reason" value={reason} placeholder="request 17" required onChange={setReason} />
      </div>
      <div class="form-row">
        <Text
          label={
            wanted === '' ? 'Once more, to be sure' : `Type ${oneLine(wanted, 60)} once more, to be sure`
          }
          value={typed}
          onChange={setTyped}
        />
        <button
          type="submit"
          class="button danger"
          disabled={saving.isSaving || wanted === '' || typed.trim() !== wanted.trim()}
        >
          Erase the records
        </button>
      </div>
      <SavingError saving={saving} />
    </form>
  );
}

function TargetFields(props: {
  draft: TargetDraft;
  onChange: (part: Partial<TargetDraft>) => void;
}): JSX.Element {
  const { draft, onChange } = props;
  switch (draft.kind) {
    case 'attribute':
      return (
        <>
          <Text
            label="Key"
            value={draft.key}
            placeholder="user.id"
            required
            onChange={(key) => onChange({ key })}
          />
          <Text
            label="Value"
            value={draft.value}
            placeholder="u-17"
            required
            onChange={(value) => onChange({ value })}
          />
        </>
      );
    case 'trace':
      return (
        <Text
          label="Trace id"
          value={draft.traceId}
          placeholder="32 hex digits"
          required
          onChange={(traceId) => onChange({ traceId })}
        />
      );
    case 'component':
      return (
        <>
          <Text
            label="service.namespace"
            value={draft.namespace}
            placeholder="none"
            onChange={(namespace) => onChange({ namespace })}
          />
          <Text
            label="service.name"
            value={draft.service}
            required
            onChange={(service) => onChange({ service })}
          />
          <Text
            label="service.instance.id"
            value={draft.instance}
            placeholder="any"
            onChange={(instance) => onChange({ instance })}
          />
        </>
      );
  }
}
