import type { JSX } from 'preact';
import { type LegalHold, listLegalHolds, releaseLegalHold } from '../../api/retention';
import { RemoveButton, SavingError, useSaving } from '../../app/form';
import { useLoad } from '../../app/load';
import { Answer, Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { dateTime } from '../../text/format';
import { oneLine, visible } from '../../text/visible';
import { HoldForm } from './hold-form';
import { scopeText } from './retention-draft';

/** Records that are kept whatever rules say. */
export function LegalHolds(): JSX.Element {
  const load = useLoad(String(now.value), (signal) =>
    listLegalHolds({ signal }).then((found) => ({ found })),
  );
  return (
    <>
      <Panel title="Hold records">
        <HoldForm onPlaced={load.reload} />
      </Panel>
      <Panel title="Legal holds" flush>
        <Answer of={load} what="Reading legal holds">
          {({ found }) => <Holds of={found?.holds} onReleased={load.reload} />}
        </Answer>
      </Panel>
    </>
  );
}

function Holds(props: { of: readonly LegalHold[] | undefined; onReleased: () => void }): JSX.Element {
  if (props.of === undefined) {
    return <Empty title="This storage knows no legal holds; a newer one does." />;
  }
  if (props.of.length === 0) {
    return <Empty title="Nothing was ever held." />;
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what may have to be scrolled can be scrolled by keyboard.
    <section class="scroll-x" aria-label="Legal holds" tabIndex={0}>
      <table class="table">
        <thead>
          <tr>
            <th>State</th>
            <th>Records of</th>
            <th>From</th>
            <th>Before</th>
            <th>Why</th>
            <th>Placed</th>
            <th>
              <span class="hidden-but-read">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...props.of].reverse().map((hold) => (
            <Hold key={hold.id} of={hold} onReleased={props.onReleased} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const timeOr = (text: string | null | undefined, otherwise: string): string =>
  text ? dateTime(Date.parse(text)) : otherwise;

function Hold(props: { of: LegalHold; onReleased: () => void }): JSX.Element {
  const hold = props.of;
  const saving = useSaving(props.onReleased);
  return (
    <tr>
      <td>{hold.releasedAt ? <span class="badge">released</span> : <span class="badge warn">holds</span>}</td>
      <td class="name">{scopeText(hold)}</td>
      <td class="number">{timeOr(hold.from, 'the first')}</td>
      <td class="number">{timeOr(hold.to, 'no end')}</td>
      <td class="name">
        {visible(hold.reason)}
        <SavingError saving={saving} />
      </td>
      <td class="name">
        <By at={hold.placedAt} who={hold.placedBy} />
        {hold.releasedAt && (
          <div class="soft">
            released <By at={hold.releasedAt} who={hold.releasedBy ?? ''} />
          </div>
        )}
      </td>
      <td class="right">
        {!hold.releasedAt && (
          <RemoveButton
            verb="Release"
            what={`the hold ${oneLine(hold.reason, 60)}`}
            isDisabled={saving.isSaving}
            onRemove={() => saving.save(() => releaseLegalHold(hold.id))}
          />
        )}
      </td>
    </tr>
  );
}

function By(props: { at: string; who: string }): JSX.Element {
  return (
    <>
      <span class="number">{dateTime(Date.parse(props.at))}</span>{' '}
      <span class="soft">{oneLine(props.who, 60)}</span>
    </>
  );
}
