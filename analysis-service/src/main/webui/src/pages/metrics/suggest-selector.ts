import { listMetrics, listSeries, type NamedSeries } from '../../api/metrics';
import { range } from '../../app/time';
import type { Offers, Suggestion } from '../../query/completed-input';
import { ranked } from '../../query/completion';
import { selector } from './plots';
import { selectorSpot, takenInto } from './selector-spot';

const MOST = 30;
/** Keys of the notation's own, and the attributes of resources that they stand for. */
const SHORT_KEYS: Readonly<Record<string, string>> = {
  service: 'service.name',
  namespace: 'service.namespace',
  instance: 'service.instance.id',
};

/** What may be written at the caret of a selector: metrics, keys and values that are stored in the time of the page. */
export async function offersInSelector(text: string, caret: number): Promise<Offers> {
  const spot = selectorSpot(text, caret);
  const take = (choice: string) => takenInto(text, spot, choice);
  switch (spot.expects) {
    case 'name': {
      const { metrics } = await listMetrics(spot.prefix, '', {});
      const hints = new Map(
        metrics.map((metric) => [metric.name, `${metric.kind.replace('_', ' ')} ${metric.unit}`.trim()]),
      );
      return { suggestions: offered(hints, spot.prefix), take };
    }
    case 'key': {
      const hints = new Map(Object.entries(SHORT_KEYS));
      for (const one of await seriesOf(spot.metric)) {
        for (const key of Object.keys(one.attributes)) {
          hints.set(key, 'attribute');
        }
        for (const key of Object.keys(one.resource)) {
          hints.set(key, 'of the resource');
        }
      }
      return { suggestions: offered(hints, spot.prefix), take };
    }
    case 'value': {
      const key = SHORT_KEYS[spot.key] ?? spot.key;
      const values = new Map<string, number>();
      for (const one of await seriesOf(spot.metric)) {
        const value = one.attributes[key] ?? one.resource[key];
        if (value !== undefined) {
          const written = typeof value === 'string' ? value : JSON.stringify(value);
          values.set(written, (values.get(written) ?? 0) + 1);
        }
      }
      const hints = new Map([...values].map(([value, count]) => [value, `${count} series`]));
      return { suggestions: offered(hints, spot.prefix), take };
    }
    case 'nothing':
      return { suggestions: [], take };
  }
}

const offered = (hints: ReadonlyMap<string, string>, prefix: string): readonly Suggestion[] =>
  ranked([...hints.keys()], prefix, MOST).map((text) => ({ text, hint: hints.get(text) ?? '' }));

/** Asked once for each metric while somebody types. */
let latest: { readonly key: string; readonly answer: Promise<readonly NamedSeries[]> } | undefined;

function seriesOf(metric: string): Promise<readonly NamedSeries[]> {
  if (metric === '') {
    return Promise.resolve([]);
  }
  const key = JSON.stringify([metric, range.value]);
  if (latest?.key !== key) {
    const answer = listSeries(selector(metric, ''), range.value, {}).then(({ series }) => series);
    answer.catch(() => {
      latest = undefined;
    });
    latest = { key, answer };
  }
  return latest.answer;
}
