import type { JSX } from 'preact';
import type { PageProps } from '../../app/routes';
import { Components } from './components';
import { Glance } from './glance';
import { OpenIncidents } from './open-incidents';
import { Rates } from './rates';
import { Storage } from './storage';
import { Throughput } from './throughput';
import './overview.css';

/** Is all well, is everything there, and where to look first. */
export default function OverviewPage(_props: PageProps): JSX.Element {
  return (
    <>
      <OpenIncidents />
      <Glance />
      <Rates />
      <div class="grid wide overview-parts">
        <div class="page-parts">
          <Throughput />
          <Storage />
        </div>
        <Components />
      </div>
    </>
  );
}
