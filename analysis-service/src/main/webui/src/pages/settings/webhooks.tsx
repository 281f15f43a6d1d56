import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { add, change, listWebhooks, remove, type Webhook } from '../../api/alerts';
import { Check, RemoveButton, SavingError, Text, useSaving } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { oneLine } from '../../text/visible';

/** Who is told when an alert fires. */
export function Webhooks(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => listWebhooks({ signal }));
  const [edited, setEdited] = useState<Webhook | 'new'>();
  const saving = useSaving(load.reload);
  const done = () => {
    setEdited(undefined);
    load.reload();
  };
  return (
    <>
      {edited && (
        <Panel title={edited === 'new' ? 'A new webhook' : `Change ${oneLine(edited.name, 60)}`}>
          <WebhookForm
            key={edited === 'new' ? 'new' : edited.id}
            webhook={edited === 'new' ? undefined : edited}
            onDone={done}
          />
        </Panel>
      )}
      <Panel
        title="Webhooks"
        flush
        tools={
          <button type="button" class="button main" onClick={() => setEdited('new')}>
            Add a webhook
          </button>
        }
      >
        <SavingError saving={saving} />
        <Answer of={load} what="Reading webhooks">
          {(page) =>
            page.webhooks.length === 0 ? (
              <Empty title="Nobody is told of alerts yet.">
                <p>A webhook is posted a JSON notice when an alert fires and when it is resolved.</p>
              </Empty>
            ) : (
              <ul class="target-list">
                {page.webhooks.map((webhook) => (
                  <li key={webhook.id}>
                    <div class="toolbar">
                      <span class={webhook.isEnabled ? 'badge good' : 'badge'}>
                        {webhook.isEnabled ? 'on' : 'off'}
                      </span>
                      <strong class="wrap">{oneLine(webhook.name, 100)}</strong>
                      <span class="soft wrap grow">{oneLine(webhook.url, 300)}</span>
                      <span class="badge">{webhook.hasSecret ? 'signed' : 'not signed'}</span>
                      <button type="button" class="button" onClick={() => setEdited(webhook)}>
                        Change
                      </button>
                      <RemoveButton
                        what={oneLine(webhook.name, 60)}
                        isDisabled={saving.isSaving}
                        onRemove={() => saving.save(() => remove('webhooks', webhook.id))}
                      />
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </Panel>
    </>
  );
}

function WebhookForm(props: { webhook: Webhook | undefined; onDone: () => void }): JSX.Element {
  const { webhook } = props;
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [secret, setSecret] = useState('');
  const [isEnabled, setEnabled] = useState(webhook?.isEnabled ?? true);
  const saving = useSaving(props.onDone);
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        const body = {
          name: name.trim(),
          url: url.trim(),
          isEnabled,
          ...(secret === '' ? {} : { secret }),
          ...(webhook ? { version: webhook.version } : {}),
        };
        saving.save(() => (webhook ? change('webhooks', webhook.id, body) : add('webhooks', body)));
      }}
    >
      <div class="form-row">
        <Text label="Name" value={name} required onChange={setName} />
        <Text label="Address" type="url" value={url} required onChange={setUrl} />
        <Text
          label={
            webhook?.hasSecret ? 'Another secret (empty: as it is)' : 'Secret that notices are signed with'
          }
          type="password"
          value={secret}
          placeholder="16 characters or more"
          onChange={setSecret}
        />
      </div>
      <Check label="is told" checked={isEnabled} onChange={setEnabled} />
      <SavingError saving={saving} />
      <div class="toolbar">
        <button type="submit" class="button main" disabled={saving.isSaving}>
          {webhook ? 'Save the webhook' : 'Add the webhook'}
        </button>
        <button type="button" class="button" onClick={props.onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
