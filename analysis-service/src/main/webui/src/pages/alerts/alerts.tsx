import type { JSX } from 'preact';
import { place, setQuery } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Tabs } from '../../app/tabs';
import { AlertHistoryList } from './alert-history';
import { FiringAlerts } from './firing';
import { Objectives } from './objectives';
import { Rules } from './rules';
import { Silences } from './silences';
import './alerts.css';

const TABS = [
  ['firing', 'Firing'],
  ['objectives', 'Objectives'],
  ['rules', 'Rules'],
  ['silences', 'Silences'],
  ['history', 'History'],
] as const;

export default function AlertsPage(_props: PageProps): JSX.Element {
  const [tab] = TABS.find(([name]) => name === place.value.query.get('tab')) ?? TABS[0];
  return (
    <>
      <Tabs
        label="Parts of the page"
        value={tab}
        tabs={TABS}
        onChange={(next) => setQuery({ tab: next === 'firing' ? null : next, matchers: null, edit: null })}
      />
      {tab === 'firing' && <FiringAlerts />}
      {tab === 'objectives' && <Objectives />}
      {tab === 'rules' && <Rules />}
      {tab === 'silences' && <Silences />}
      {tab === 'history' && <AlertHistoryList />}
    </>
  );
}
