import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { type AlertRule, change, listAlertRules, remove } from '../../api/alerts';
import { RemoveButton, SavingError, useSaving } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { duration } from '../../text/format';
import { oneLine } from '../../text/visible';
import { conditionText } from './condition-text';
import { RuleForm } from './rule-form';

export function Rules(): JSX.Element {
  const load = useLoad(String(now.value), (signal) => listAlertRules({ signal }));
  const [edited, setEdited] = useState<AlertRule | 'new'>();
  const done = () => {
    setEdited(undefined);
    load.reload();
  };
  const saving = useSaving(load.reload);
  return (
    <>
      {edited && (
        <Panel title={edited === 'new' ? 'A new rule' : `Change ${oneLine(edited.name, 100)}`}>
          <RuleForm
            key={edited === 'new' ? 'new' : edited.id}
            rule={edited === 'new' ? undefined : edited}
            onDone={done}
          />
        </Panel>
      )}
      <Panel
        title="Alert rules"
        flush
        tools={
          <button type="button" class="button main" onClick={() => setEdited('new')}>
            Add a rule
          </button>
        }
      >
        <SavingError saving={saving} />
        <Answer of={load} what="Reading rules">
          {(page) =>
            page.rules.length === 0 ? (
              <Empty title="There is no rule yet.">
                <p>
                  A rule tells people when a rate, a share of errors, a duration or a metric is not as it
                  should be.
                </p>
              </Empty>
            ) : (
              <ul class="alert-list">
                {page.rules.map((rule) => (
                  <li key={rule.id}>
                    <div class="toolbar">
                      <span
                        class={
                          rule.severity === 'critical'
                            ? 'badge error'
                            : rule.severity === 'warning'
                              ? 'badge warn'
                              : 'badge'
                        }
                      >
                        {rule.severity}
                      </span>
                      <strong class="wrap grow">{oneLine(rule.name, 160)}</strong>
                      {!rule.isEnabled && <span class="badge">off</span>}
                      <button
                        type="button"
                        class="button plain"
                        disabled={saving.isSaving}
                        onClick={() =>
                          saving.save(() =>
                            change('alert-rules', rule.id, { ...rule, isEnabled: !rule.isEnabled }),
                          )
                        }
                      >
                        {rule.isEnabled ? 'Turn off' : 'Turn on'}
                      </button>
                      <button type="button" class="button" onClick={() => setEdited(rule)}>
                        Change
                      </button>
                      <RemoveButton
                        what={oneLine(rule.name, 60)}
                        isDisabled={saving.isSaving}
                        onRemove={() => saving.save(() => remove('alert-rules', rule.id))}
                      />
                    </div>
                    <p class="wrap">
                      {oneLine(conditionText(rule.condition), 400)}
                      {rule.forSeconds > 0 ? `, for ${duration(rule.forSeconds * 1e9)}` : ''}
                    </p>
                    <p class="soft wrap">
                      tells{' '}
                      {rule.webhooks.length === 0 ? 'all webhooks' : oneLine(rule.webhooks.join(', '), 200)}
                    </p>
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
