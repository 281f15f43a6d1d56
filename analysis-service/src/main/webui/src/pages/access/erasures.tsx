import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { type Erasure, listErasures, readCertificate, readErasure } from '../../api/access';
import { isAbort } from '../../api/client';
import { SavingError, useSaving } from '../../app/form';
import { PagedList } from '../../app/more';
import { usePages } from '../../app/paging';
import { Empty, Panel } from '../../app/states';
import { now } from '../../app/time';
import { download } from '../../charts/export';
import { counted, dateTime, exact } from '../../text/format';
import { oneLine } from '../../text/visible';
import { ErasureForm } from './erasure-form';
import { targetText } from './erasure-target';
import '../../forms/forms.css';

/** Records that were taken out for good, and the proof that they were. */
export function Erasures(): JSX.Element {
  const erasures = usePages(String(now.value), (cursor, signal) => listErasures(cursor, { signal }));
  return (
    <>
      <Panel title="Erase records">
        <ErasureForm onAsked={erasures.restart} />
      </Panel>
      <Panel title="Erasures" flush>
        <PagedList of={erasures} what="Reading erasures" empty={<Empty title="Nothing was erased yet." />}>
          <ul class="item-list">
            {erasures.items.map((erasure) => (
              <li key={erasure.id}>
                <OneErasure of={erasure} />
              </li>
            ))}
          </ul>
        </PagedList>
      </Panel>
    </>
  );
}

const BADGES: Readonly<Record<Erasure['state'], string>> = {
  pending: 'badge',
  running: 'badge warn',
  done: 'badge good',
  failed: 'badge error',
};

/** One that failed is tried again. */
const isOver = (erasure: Erasure): boolean => erasure.state === 'done';

function OneErasure(props: { of: Erasure }): JSX.Element {
  const erasure = useFollowed(props.of);
  const { segments, segmentsDone, recordsErased } = erasure;
  return (
    <div class="erasure">
      <div class="toolbar">
        <span class={BADGES[erasure.state]}>{erasure.state}</span>
        <strong class="wrap grow">{targetText(erasure)}</strong>
        {erasure.state === 'done' && <CertificateButton of={erasure} />}
      </div>
      {!isOver(erasure) && segments > 0 && (
        <span
          class="meter"
          role="progressbar"
          aria-label={`Segments of the erasure of ${targetText(erasure)}`}
          aria-valuemin={0}
          aria-valuemax={segments}
          aria-valuenow={segmentsDone}
        >
          <span style={{ width: `${(100 * segmentsDone) / segments}%` }} />
        </span>
      )}
      <p aria-live="polite">
        {counted(recordsErased, 'record')} erased; {exact(segmentsDone)} of {counted(segments, 'segment')}{' '}
        looked at
        {erasure.detail ? `. ${oneLine(erasure.detail, 300)}` : '.'}
      </p>
      <p class="soft wrap">
        {oneLine(erasure.reason, 300)}; asked for by {oneLine(erasure.requestedBy, 80)},{' '}
        {dateTime(Date.parse(erasure.requestedAt))}
        {erasure.endedAt ? `; ended ${dateTime(Date.parse(erasure.endedAt))}` : ''}
      </p>
    </div>
  );
}

const LOOKED_AT_EVERY_MILLIS = 1000;

/** The erasure as it is now, until it is over. What is not answered is asked again. */
function useFollowed(listed: Erasure): Erasure {
  const [latest, setLatest] = useState(listed);
  useEffect(() => setLatest(listed), [listed]);
  const isFollowed = !isOver(latest);
  useEffect(() => {
    if (!isFollowed) {
      return undefined;
    }
    const controller = new AbortController();
    const timer = window.setInterval(
      () =>
        readErasure(listed.id, { signal: controller.signal }).then(setLatest, (failure: unknown) => {
          if (!isAbort(failure)) {
            console.info(`The erasure ${listed.id} could not be read; it is asked for again.`);
          }
        }),
      LOOKED_AT_EVERY_MILLIS,
    );
    return () => {
      window.clearInterval(timer);
      controller.abort();
    };
  }, [listed.id, isFollowed]);
  return latest;
}

function CertificateButton(props: { of: Erasure }): JSX.Element {
  const saving = useSaving(() => {});
  const { id } = props.of;
  const save = async () => download(`erasure-${id}.json`, await readCertificate(id));
  return (
    <>
      <SavingError saving={saving} />
      <button type="button" class="button" disabled={saving.isSaving} onClick={() => saving.save(save)}>
        Save the certificate
      </button>
    </>
  );
}
