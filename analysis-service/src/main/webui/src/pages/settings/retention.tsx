import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { add, change, remove } from '../../api/alerts';
import { listRetentionRules, type RetentionRule } from '../../api/components';
import { RemoveButton, SavingError, Select, Text, useSaving } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Panel } from '../../app/states';
import { now } from '../../app/time';
import { counted, dateTime } from '../../text/format';

const SIGNALS = [
  ['', 'every signal'],
  ['traces', 'traces'],
  ['logs', 'logs'],
  ['metrics', 'metrics'],
] as const;

/** How long records are kept. */
export function Retention(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => listRetentionRules({ signal }));
  return (
    <Panel title="How long records are kept">
      <Answer of={load} what="Reading retention">
        {(answer) => (
          <>
            <p>
              Without a rule, records are kept for <strong>{counted(answer.defaultDays, 'day')}</strong>.
            </p>
            {answer.rules.length > 0 && (
              <div class="scroll-x">
                <table class="table">
                  <thead>
                    <tr>
                      <th>Records of</th>
                      <th>Days</th>
                      <th>Changed</th>
                      <th>
                        <span class="hidden-but-read">Actions</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {answer.rules.map((rule) => (
                      <Rule key={`${rule.id} ${rule.days}`} rule={rule} onChanged={load.reload} />
                    ))}
                  </tbody>
                </table>
              </div>
            )}
            <AddRule taken={answer.rules.map((rule) => rule.signal ?? '')} onAdded={load.reload} />
          </>
        )}
      </Answer>
    </Panel>
  );
}

function Rule(props: { rule: RetentionRule; onChanged: () => void }): JSX.Element {
  const { rule } = props;
  const [days, setDays] = useState(String(rule.days));
  const saving = useSaving(props.onChanged);
  const of = rule.signal ?? 'every signal';
  const body = { days: Number(days), ...(rule.signal ? { signal: rule.signal } : {}) };
  return (
    <tr>
      <td>{of}</td>
      <td>
        <input
          class="input days"
          type="number"
          min="1"
          max="36500"
          aria-label={`Days of ${of}`}
          value={days}
          onInput={(event) => setDays(event.currentTarget.value)}
        />
        <SavingError saving={saving} />
      </td>
      <td class="number">{dateTime(Date.parse(rule.updatedAt))}</td>
      <td>
        <div class="toolbar">
          <button
            type="button"
            class="button"
            disabled={saving.isSaving || days === String(rule.days)}
            onClick={() => saving.save(() => change('retention-rules', rule.id, body))}
          >
            Save
          </button>
          <RemoveButton
            what={`the rule of ${of}`}
            isDisabled={saving.isSaving}
            onRemove={() => saving.save(() => remove('retention-rules', rule.id))}
          />
        </div>
      </td>
    </tr>
  );
}

function AddRule(props: { taken: readonly string[]; onAdded: () => void }): JSX.Element | null {
  const free = SIGNALS.filter(([signal]) => !props.taken.includes(signal));
  const [signal, setSignal] = useState(free[0]?.[0] ?? '');
  const [days, setDays] = useState('30');
  const saving = useSaving(props.onAdded);
  if (free.length === 0) {
    return null;
  }
  const chosen = free.some(([one]) => one === signal) ? signal : (free[0]?.[0] ?? '');
  return (
    <form
      class="form-row add-rule"
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(() =>
          add('retention-rules', { days: Number(days), ...(chosen === '' ? {} : { signal: chosen }) }),
        );
      }}
    >
      <Select
        label="Records of"
        value={chosen}
        options={free}
        onChange={(value) => setSignal(value as typeof signal)}
      />
      <Text label="Days" type="number" value={days} onChange={setDays} />
      <button type="submit" class="button main" disabled={saving.isSaving}>
        Add a rule
      </button>
      <SavingError saving={saving} />
    </form>
  );
}
