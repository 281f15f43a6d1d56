import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { listRetentionRules } from '../../api/retention';
import { Empty, Panel } from '../../app/states';
import { EditableList } from '../../forms/editable-list';
import { counted, dateTime } from '../../text/format';
import { oneLine } from '../../text/visible';
import { inOrder, keptText, scopeText } from './retention-draft';
import { RetentionForm } from './retention-form';

/** How long records are kept, and how much of them. */
export function Retention(): JSX.Element {
  const [defaultDays, setDefaultDays] = useState<number>();
  const list = async (signal: AbortSignal) => {
    const answer = await listRetentionRules({ signal });
    setDefaultDays(answer.defaultDays);
    return inOrder(answer.rules);
  };
  return (
    <>
      <EditableList
        title="How long records are kept"
        kind="retention-rules"
        noun="rule"
        list={list}
        nameOf={(rule) => `the rule of ${scopeText(rule)}`}
        empty={<Empty title="No rule: all records are kept as long." />}
        form={(rule, onDone) => <RetentionForm rule={rule} onDone={onDone} />}
      >
        {(rule, buttons) => (
          <>
            <div class="toolbar">
              <strong class="wrap">{scopeText(rule)}</strong>
              <span class="grow">{keptText(rule)}</span>
              <span class="soft number">changed {dateTime(Date.parse(rule.updatedAt))}</span>
              {buttons}
            </div>
            {rule.condition && (
              <p class="soft wrap">
                {rule.signal === 'traces' ? 'whole traces with a span of ' : 'where '}
                <span class="mono">{oneLine(rule.condition, 300)}</span>
              </p>
            )}
          </>
        )}
      </EditableList>
      <Panel title="Which rule decides">
        <p class="soft">
          One rule decides for each record, the first in this list that is for it: one with a condition before
          one of a service, that before one of a signal, that before one of everything; among equals the one
          that keeps longest. Without a rule, records are kept for{' '}
          <strong>{defaultDays === undefined ? '…' : counted(defaultDays, 'day')}</strong>. Where a rule has a
          size, the oldest records go until no more is stored, days or not. What a legal hold names stays.
        </p>
      </Panel>
    </>
  );
}
