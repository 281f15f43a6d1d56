import type { JSX } from 'preact';
import { type AlertRule, change, listAlertRules } from '../../api/alerts';
import { may } from '../../app/caller';
import { writtenPairs } from '../../app/form';
import { Empty } from '../../app/states';
import { EditableList } from '../../forms/editable-list';
import { duration } from '../../text/format';
import { oneLine } from '../../text/visible';
import { conditionText } from './condition-text';
import { RuleForm } from './rule-form';

const SEVERITY: Readonly<Record<AlertRule['severity'], string>> = {
  critical: 'badge error',
  warning: 'badge warn',
  info: 'badge',
};

export function Rules(): JSX.Element {
  return (
    <EditableList
      title="Alert rules"
      kind="alert-rules"
      noun="rule"
      list={async (signal) => (await listAlertRules({ signal })).rules}
      nameOf={(rule) => rule.name}
      empty={
        <Empty title="There is no rule yet.">
          <p>
            A rule tells people when a rate, a share of errors, a duration or a metric is not as it should be.
          </p>
        </Empty>
      }
      form={(rule, onDone) => <RuleForm rule={rule} onDone={onDone} />}
    >
      {(rule, buttons, saving) => (
        <>
          <div class="toolbar">
            <span class={SEVERITY[rule.severity]}>{rule.severity}</span>
            <strong class="wrap grow">{oneLine(rule.name, 160)}</strong>
            {!rule.isEnabled && <span class="badge">off</span>}
            {may('analyst') && (
              <button
                type="button"
                class="button plain"
                disabled={saving.isSaving}
                onClick={() =>
                  saving.save(() => change('alert-rules', rule.id, { ...rule, isEnabled: !rule.isEnabled }))
                }
              >
                {rule.isEnabled ? 'Turn off' : 'Turn on'}
              </button>
            )}
            {buttons}
          </div>
          <p class="wrap">
            {oneLine(conditionText(rule.condition), 400)}
            {rule.forSeconds > 0 ? `, for ${duration(rule.forSeconds * 1e9)}` : ''}
          </p>
          <p class="soft wrap">
            tells {rule.webhooks.length === 0 ? 'all webhooks' : oneLine(rule.webhooks.join(', '), 200)}
            {Object.keys(rule.labels).length > 0 && `; labels ${oneLine(writtenPairs(rule.labels), 200)}`}
          </p>
        </>
      )}
    </EditableList>
  );
}
