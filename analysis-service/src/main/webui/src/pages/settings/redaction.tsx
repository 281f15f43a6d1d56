import type { JSX } from 'preact';
import { DETECTORS, listRedactionRules, type RedactionRule } from '../../api/redaction';
import { Empty, Panel } from '../../app/states';
import { EditableList } from '../../forms/editable-list';
import { oneLine } from '../../text/visible';
import { DryRun } from './dry-run';
import { RedactionForm } from './redaction-form';

/** What is taken out of records before a collector keeps them. */
export function Redaction(): JSX.Element {
  return (
    <>
      <EditableList
        title="Redaction"
        kind="redaction-rules"
        noun="rule"
        list={async (signal) => (await listRedactionRules({ signal })).rules}
        nameOf={(rule) => rule.name}
        empty={
          <Empty title="Records are kept as they come.">
            <p>
              A rule takes out what it finds before a collector writes anything down: {DETECTORS.join(', ')},
              or what you describe.
            </p>
          </Empty>
        }
        form={(rule, onDone) => <RedactionForm rule={rule} onDone={onDone} />}
      >
        {(rule, buttons) => (
          <>
            <div class="toolbar">
              <span class={rule.enabled ? 'badge good' : 'badge'}>{rule.enabled ? 'on' : 'off'}</span>
              <strong class="wrap">{oneLine(rule.name, 100)}</strong>
              <span class="soft wrap grow">{described(rule)}</span>
              {buttons}
            </div>
            {(rule.keys || rule.pattern) && (
              <p class="soft wrap mono">
                {oneLine([rule.keys, rule.pattern].filter(Boolean).join('   '), 300)}
              </p>
            )}
          </>
        )}
      </EditableList>
      <TryAll />
    </>
  );
}

function described(rule: RedactionRule): string {
  const finds = [
    ...rule.detectors,
    ...(rule.pattern ? ['a pattern'] : []),
    ...(rule.keys
      ? [rule.detectors.length > 0 || rule.pattern ? 'under some keys' : 'all under some keys']
      : []),
  ].join(', ');
  const action = rule.action === 'truncate' ? `truncates to ${rule.keep ?? 0} characters` : `${rule.action}s`;
  const where = [...rule.signals, ...rule.places].join(', ');
  return `${action}: ${finds}${where === '' ? '' : ` in ${where}`}`;
}

/** With the rules as they are then: they may have been changed above, or by others. */
function TryAll(): JSX.Element {
  return (
    <Panel title="What would the rules change?">
      <DryRun
        label="Try the rules that are on"
        rules={async () => (await listRedactionRules({})).rules.filter((rule) => rule.enabled)}
      />
    </Panel>
  );
}
