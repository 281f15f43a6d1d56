import type { JSX } from 'preact';
import { listWebhooks } from '../../api/alerts';
import { Check } from '../../app/form';
import { useLoad } from '../../app/load';
import { href } from '../../app/location';
import { oneLine } from '../../text/visible';

/** Which webhooks are told of a rule's alerts; all when none is chosen. */
export function WebhookChoice(props: {
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}): JSX.Element {
  const { chosen } = props;
  const load = useLoad('webhooks', async (signal) => (await listWebhooks({ signal })).webhooks);
  const known = (load.data ?? []).map((webhook) => webhook.name);
  // One that is gone can be taken away, too.
  const names = [...known, ...chosen.filter((name) => !known.includes(name))];
  return (
    <fieldset class="rows-field">
      <legend>Who is told</legend>
      {load.error && <p class="error-text">{load.error.message}</p>}
      {names.map((name) => (
        <Check
          key={name}
          label={
            <>
              {oneLine(name, 100)}
              {load.data && !known.includes(name) && <span class="badge warn">gone</span>}
            </>
          }
          checked={chosen.includes(name)}
          onChange={(isChosen) =>
            props.onChange(isChosen ? [...chosen, name] : chosen.filter((one) => one !== name))
          }
        />
      ))}
      <p>
        {chosen.length === 0 ? 'None is chosen: all webhooks are told.' : 'Only these are told.'}{' '}
        <a href={href('/settings', { tab: 'webhooks' })}>Webhooks</a>
      </p>
    </fieldset>
  );
}
