import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type ApiKey, listApiKeys, type MadeApiKey, revokeApiKey } from '../../api/access';
import { RemoveButton, SavingError, useSaving } from '../../app/form';
import { PagedList } from '../../app/more';
import { usePages } from '../../app/paging';
import { Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { dateTime } from '../../text/format';
import { oneLine } from '../../text/visible';
import { KeyForm } from './key-form';
import { MadeKey } from './made-key';

/** The secrets by which programs and people are known. */
export function ApiKeys(): JSX.Element {
  const keys = usePages(String(now.value), (cursor, signal) => listApiKeys(cursor, { signal }));
  const [made, setMade] = useState<MadeApiKey>();
  return (
    <>
      {made && <MadeKey of={made} onDone={() => setMade(undefined)} />}
      <Panel title="A new key">
        <KeyForm
          onMade={(key) => {
            setMade(key);
            keys.restart();
          }}
        />
      </Panel>
      <Panel title="API keys" flush>
        <PagedList
          of={keys}
          what="Reading API keys"
          empty={
            <Empty title="There is no key yet.">
              <p>
                Without keys, who reaches a door may use it: services then have to listen on this machine
                only.
              </p>
            </Empty>
          }
        >
          <div class="scroll-x">
            <table class="table">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Role</th>
                  <th>Key</th>
                  <th>Made</th>
                  <th>Opens</th>
                  <th>
                    <span class="hidden-but-read">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {keys.items.map((key) => (
                  <KeyRow key={key.id} of={key} onRevoked={keys.restart} />
                ))}
              </tbody>
            </table>
          </div>
        </PagedList>
      </Panel>
    </>
  );
}

function KeyRow(props: { of: ApiKey; onRevoked: () => void }): JSX.Element {
  const key = props.of;
  const saving = useSaving(props.onRevoked);
  return (
    <tr>
      <td class="name">{oneLine(key.name, 120)}</td>
      <td>{key.role}</td>
      <td class="mono">qp_{key.id}_…</td>
      <td class="name">
        <span class="number">{dateTime(Date.parse(key.createdAt))}</span>{' '}
        <span class="soft">{oneLine(key.createdBy, 60)}</span>
      </td>
      <td>
        <Opens of={key} />
        <SavingError saving={saving} />
      </td>
      <td class="right">
        {!key.revokedAt && (
          <RemoveButton
            verb="Revoke"
            what={`the key ${oneLine(key.name, 60)}`}
            isDisabled={saving.isSaving}
            onRemove={() => saving.save(() => revokeApiKey(key.id))}
          />
        )}
      </td>
    </tr>
  );
}

function Opens(props: { of: ApiKey }): JSX.Element {
  const { expiresAt, revokedAt } = props.of;
  if (revokedAt) {
    return <span class="badge error">revoked {dateTime(Date.parse(revokedAt))}</span>;
  }
  if (!expiresAt) {
    return <span class="badge good">until it is revoked</span>;
  }
  const until = Date.parse(expiresAt);
  return until <= now.value ? (
    <span class="badge">expired {dateTime(until)}</span>
  ) : (
    <span class="badge good">until {dateTime(until)}</span>
  );
}
