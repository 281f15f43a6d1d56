import type { JSX } from 'preact';
import {
  type TemplateState,
  type TemplateTrend,
  type TemplateTrends,
  templateTrends,
} from '../../api/log-templates';
import { useLoad } from '../../app/load';
import { href, place, setQuery } from '../../app/location';
import { Answer, Choices, Empty, NothingFound } from '../../app/states';
import { range } from '../../app/time';
import { counted, exact, millisOfNanos, percent } from '../../text/format';
import { type Pattern, PatternTable } from './pattern-table';
import { timeOf } from './pattern-time';

/** What the list is narrowed to: a state, or statements that wrote errors. */
const SHOWN = [
  ['', 'All'],
  ['new', 'New'],
  ['gone', 'Gone'],
  ['known', 'Known'],
  ['errors', 'Errors'],
] as const;
type Shown = (typeof SHOWN)[number][0];

const stateOf = (shown: Shown): TemplateState | '' => (shown === 'errors' ? '' : shown);

/** Every statement that wrote log records, and how often: a thousand lines become a few. */
export function KeptPatterns(): JSX.Element {
  const of = range.value;
  const asked = place.value.query.get('state');
  const shown: Shown = SHOWN.find(([name]) => name === asked)?.[0] ?? '';
  const state = stateOf(shown);
  const load = useLoad(JSON.stringify([state, of]), (signal) => templateTrends({ state }, of, { signal }));
  return (
    <>
      <div class="panel-tools">
        <Choices
          label="Which patterns"
          value={shown}
          options={SHOWN}
          onChange={(next) => setQuery({ state: next || null }, { replace: true })}
        />
      </div>
      <Answer of={load} what="Reading patterns">
        {(answer) => <Found answer={answer} shown={shown} />}
      </Answer>
    </>
  );
}

function Found(props: { answer: TemplateTrends; shown: Shown }): JSX.Element {
  const { answer, shown } = props;
  const templates = answer.templates.filter((template) => shown !== 'errors' || template.errors > 0);
  if (answer.templates.length === 0 && shown === '') {
    return <NothingFound what="analysed log records" />;
  }
  if (templates.length === 0) {
    return (
      <Empty title={`No pattern is ${shown === 'errors' ? 'of errors' : shown} in this time.`}>
        <button type="button" class="button" onClick={() => setQuery({ state: null }, { replace: true })}>
          Show all patterns
        </button>
      </Empty>
    );
  }
  return (
    <>
      <p class="panel-tools soft">{summaryOf(answer, templates.length)}</p>
      <PatternTable patterns={templates.map((template) => patternOf(template, answer))} />
    </>
  );
}

function summaryOf(answer: TemplateTrends, shown: number): string {
  const of = shown < answer.templateCount ? `${exact(shown)} of ` : '';
  const parts = [`${of}${counted(answer.templateCount, 'pattern')} in ${counted(answer.records, 'record')}`];
  if (answer.otherRecords > 0) {
    parts.push(`${exact(answer.otherRecords)} of them of patterns too many to be told apart`);
  }
  if (answer.analysedFraction !== undefined && answer.analysedFraction < 1) {
    parts.push(`${percent(answer.analysedFraction)} of what is stored is analysed so far`);
  }
  return `${parts.join('; ')}.`;
}

function patternOf(template: TemplateTrend, answer: TemplateTrends): Pattern {
  return {
    key: String(template.template),
    component: template.component,
    text: template.text,
    sample: template.sample,
    records: template.records,
    errors: template.errors,
    ...(template.state === 'new' ? {} : { recordsBefore: template.recordsBefore }),
    trend: template.counts,
    href: href('/logs', { q: template.search, ...timeOf(template, answer) }),
    badges: <Badges template={template} />,
  };
}

/** The first record ever tells a statement that is new from one that is back. */
function Badges(props: { template: TemplateTrend }): JSX.Element | null {
  const { template } = props;
  if (template.state === 'known') {
    return null;
  }
  const first = new Date(millisOfNanos(template.firstTimeUnixNano)).toISOString();
  return (
    <>
      <span
        class={template.state === 'new' ? 'badge warn' : 'badge'}
        title={`The first record ever at ${first}`}
      >
        {template.state}
      </span>{' '}
    </>
  );
}
