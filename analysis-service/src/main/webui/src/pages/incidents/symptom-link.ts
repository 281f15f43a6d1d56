import type { IncidentSymptom } from '../../api/incidents';
import { href } from '../../app/location';

/** Where what was bad is found: log records among logs, spans among traces, the slowest first. */
export function symptomHref(symptom: IncidentSymptom, endMillis: number): string {
  const time = { from: symptom.since, to: new Date(endMillis).toISOString() };
  return symptom.kind === 'logs'
    ? href('/logs', { q: symptom.search, ...time })
    : href('/traces', { q: symptom.search, order: 'slowest', ...time });
}
