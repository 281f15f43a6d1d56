import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { add, listSilences, remove } from '../../api/alerts';
import { may } from '../../app/caller';
import { parsePairs, RemoveButton, SavingError, Text, useSaving, writtenPairs } from '../../app/form';
import { useLoad } from '../../app/load';
import { place, setQuery } from '../../app/location';
import { Answer, Empty, Panel } from '../../app/states';
import { now, parseSpan } from '../../app/time';
import { dateTime } from '../../text/format';
import { oneLine, visible } from '../../text/visible';

/** While a silence is active, alerts with its labels fire without anybody being told. */
export function Silences(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => listSilences({ signal }));
  const saving = useSaving(load.reload);
  const matchers = place.value.query.get('matchers') ?? '';
  return (
    <>
      {may('analyst') && (
        <Panel title="Silence alerts">
          <SilenceForm
            key={matchers}
            matchers={matchers}
            onDone={() => {
              setQuery({ matchers: null }, { replace: true });
              load.reload();
            }}
          />
        </Panel>
      )}
      <Panel title="Silences" flush>
        <SavingError saving={saving} />
        <Answer of={load} what="Reading silences">
          {(page) =>
            page.silences.length === 0 ? (
              <Empty title="Nothing is silenced." />
            ) : (
              <div class="scroll-x">
                <table class="table">
                  <thead>
                    <tr>
                      <th>State</th>
                      <th>Alerts with</th>
                      <th>From</th>
                      <th>To</th>
                      <th>Why</th>
                      <th>
                        <span class="hidden-but-read">Actions</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {page.silences.map((silence) => (
                      <tr key={silence.id}>
                        <td>
                          <span class={silence.state === 'active' ? 'badge warn' : 'badge'}>
                            {silence.state}
                          </span>
                        </td>
                        <td class="name mono">{oneLine(writtenPairs(silence.matchers), 300)}</td>
                        <td class="number">{dateTime(Date.parse(silence.startsAt))}</td>
                        <td class="number">{dateTime(Date.parse(silence.endsAt))}</td>
                        <td class="name">
                          {visible(silence.comment)} <span class="soft">{visible(silence.createdBy)}</span>
                        </td>
                        <td class="right">
                          {may('analyst') && (
                            <RemoveButton
                              what="the silence"
                              isDisabled={saving.isSaving}
                              onRemove={() => saving.save(() => remove('silences', silence.id))}
                            />
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )
          }
        </Answer>
      </Panel>
    </>
  );
}

function SilenceForm(props: { matchers: string; onDone: () => void }): JSX.Element {
  const [matchers, setMatchers] = useState(props.matchers);
  const [length, setLength] = useState('2h');
  const [comment, setComment] = useState('');
  const [createdBy, setCreatedBy] = useState('');
  const saving = useSaving(props.onDone);
  const submit = (event: Event) => {
    event.preventDefault();
    saving.save(async () => {
      const [labels, millis] = [parsePairs(matchers), parseSpan(length)];
      if (!labels || Object.keys(labels).length === 0 || millis === undefined) {
        throw new Error(
          'Expected labels such as alertname=checkout fails, service=checkout and a length such as 2h.',
        );
      }
      const endsAt = new Date(Date.now() + millis).toISOString();
      await add('silences', { matchers: labels, endsAt, comment, createdBy });
    });
  };
  return (
    <form class="form" onSubmit={submit}>
      <div class="form-row">
        <Text
          label="Alerts with all these labels"
          value={matchers}
          placeholder="service=checkout"
          required
          onChange={setMatchers}
        />
        <Text label="For" value={length} required onChange={setLength} />
        <Text label="Why" value={comment} onChange={setComment} />
        <Text label="Who" value={createdBy} onChange={setCreatedBy} />
      </div>
      <SavingError saving={saving} />
      <div>
        <button type="submit" class="button main" disabled={saving.isSaving}>
          Silence them
        </button>
      </div>
    </form>
  );
}
