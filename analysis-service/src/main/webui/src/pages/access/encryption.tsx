import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  destroyEncryptionKeys,
  type EncryptionKey,
  type EncryptionKeys,
  readEncryptionKeys,
  renewEncryptionKey,
} from '../../api/access';
import { caller } from '../../app/caller';
import { RemoveButton, SavingError, Text, useSaving } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { dateTime } from '../../text/format';

/** Under what keys a tenant's records lie on disk. */
export function Encryption(): JSX.Element {
  const load = useLoad(String(now.value), (signal) =>
    readEncryptionKeys({ signal }).then((found) => ({ found })),
  );
  const saving = useSaving(load.reload);
  const found = load.data?.found;
  return (
    <>
      <Panel
        title="Encryption on disk"
        tools={
          found?.encrypting && (
            <RemoveButton
              verb="Renew"
              what="the encryption key"
              isDisabled={saving.isSaving}
              onRemove={() => saving.save(renewEncryptionKey)}
            />
          )
        }
      >
        <SavingError saving={saving} />
        <Answer of={load} what="Reading encryption keys">
          {(answer) =>
            answer.found ? (
              <Keys of={answer.found} />
            ) : (
              <Empty title="This storage knows no encryption; a newer one does." />
            )
          }
        </Answer>
      </Panel>
      {found && found.keys.length > 0 && <Destruction onDestroyed={load.reload} />}
    </>
  );
}

function Keys(props: { of: EncryptionKeys }): JSX.Element {
  const { encrypting, keys, destroyedAt } = props.of;
  return (
    <>
      {destroyedAt && (
        <p>Keys were destroyed {dateTime(Date.parse(destroyedAt))}, and what lay under them.</p>
      )}
      {!encrypting && (
        <p>
          Records are written as they come: storage encrypts them once its configuration names a master key.
        </p>
      )}
      {encrypting && keys.length === 0 && <p>The first key is made with the first records.</p>}
      {keys.length > 0 && <KeyTable of={keys} />}
    </>
  );
}

function KeyTable(props: { of: readonly EncryptionKey[] }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what may have to be scrolled can be scrolled by keyboard.
    <section class="scroll-x" aria-label="Keys" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th class="right">Generation</th>
            <th>Made</th>
            <th>Encrypts</th>
          </tr>
        </thead>
        <tbody>
          {props.of.map((key) => (
            <tr key={key.generation}>
              <td class="number right">{key.generation}</td>
              <td class="number">{dateTime(Date.parse(key.createdAt))}</td>
              <td>
                {key.retiredAt ? (
                  <span class="badge">nothing since {dateTime(Date.parse(key.retiredAt))}; is read</span>
                ) : (
                  <span class="badge good">what comes now</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Whose keys go has to be typed. */
function Destruction(props: { onDestroyed: () => void }): JSX.Element {
  const tenant = caller.value?.tenant ?? '';
  const [typed, setTyped] = useState('');
  const saving = useSaving(props.onDestroyed);
  return (
    <Panel title="Destroy the keys">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.save(() => destroyEncryptionKeys(typed.trim()));
        }}
      >
        <p class="soft">
          Nothing that lies under them is read again, by nobody and wherever a copy of it is, backups among
          them. There is no way back.
        </p>
        <div class="form-row">
          <Text label={`Type ${tenant}, whose keys they are, to be sure`} value={typed} onChange={setTyped} />
          <button
            type="submit"
            class="button danger"
            disabled={saving.isSaving || tenant === '' || typed.trim() !== tenant}
          >
            Destroy the keys
          </button>
        </div>
        <SavingError saving={saving} />
      </form>
    </Panel>
  );
}
