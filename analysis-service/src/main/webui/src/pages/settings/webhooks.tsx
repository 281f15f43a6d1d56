import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { listWebhooks, type Webhook } from '../../api/alerts';
import { Check, Text } from '../../app/form';
import { Empty } from '../../app/states';
import { EditForm } from '../../forms/edit-form';
import { EditableList } from '../../forms/editable-list';
import { oneLine } from '../../text/visible';

/** Who is told when an alert fires. */
export function Webhooks(): JSX.Element {
  return (
    <EditableList
      title="Webhooks"
      kind="webhooks"
      noun="webhook"
      list={async (signal) => (await listWebhooks({ signal })).webhooks}
      nameOf={(webhook) => webhook.name}
      empty={
        <Empty title="Nobody is told of alerts yet.">
          <p>A webhook is posted a JSON notice when an alert fires and when it is resolved.</p>
        </Empty>
      }
      form={(webhook, onDone) => <WebhookForm webhook={webhook} onDone={onDone} />}
    >
      {(webhook, buttons) => (
        <div class="toolbar">
          <span class={webhook.isEnabled ? 'badge good' : 'badge'}>{webhook.isEnabled ? 'on' : 'off'}</span>
          <strong class="wrap">{oneLine(webhook.name, 100)}</strong>
          <span class="soft wrap grow">{oneLine(webhook.url, 300)}</span>
          <span class="badge">{webhook.hasSecret ? 'signed' : 'not signed'}</span>
          {buttons}
        </div>
      )}
    </EditableList>
  );
}

function WebhookForm(props: { webhook: Webhook | undefined; onDone: () => void }): JSX.Element {
  const { webhook } = props;
  const [name, setName] = useState(webhook?.name ?? '');
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [secret, setSecret] = useState('');
  const [isEnabled, setEnabled] = useState(webhook?.isEnabled ?? true);
  const body = () => ({
    name: name.trim(),
    url: url.trim(),
    isEnabled,
    ...(secret === '' ? {} : { secret }),
    ...(webhook ? { version: webhook.version } : {}),
  });
  return (
    <EditForm kind="webhooks" noun="webhook" id={webhook?.id} body={body} onDone={props.onDone}>
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
    </EditForm>
  );
}
