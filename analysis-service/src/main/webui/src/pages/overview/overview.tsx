import type { JSX } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import type { PageProps } from '../../app/routes';
import { Components } from './components';
import { Glance } from './glance';
import { OpenIncidents } from './open-incidents';
import { Rates } from './rates';
import { Storage } from './storage';
import { Throughput } from './throughput';
import './overview.css';

/** Is all well, is everything there, and where to look first: what is slow is shown before the rest is asked for. */
export default function OverviewPage(_props: PageProps): JSX.Element {
  const [isTold, setTold] = useState(false);
  const onTold = useCallback(() => setTold(true), []);
  return (
    <>
      <OpenIncidents />
      <Glance onTold={onTold} />
      {isTold && (
        <>
          <Rates />
          <div class="grid wide overview-parts">
            <div class="page-parts">
              <Throughput />
              <Storage />
            </div>
            <Components />
          </div>
        </>
      )}
    </>
  );
}
