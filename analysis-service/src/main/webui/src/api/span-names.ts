import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';

/** Names of a component that differ in values only, and the one name that they should have. */
export interface SpanNameSuggestion {
  readonly namespace: string;
  readonly component: string;
  readonly suggestion: string;
  readonly names: number;
  readonly spans: number;
  readonly examples: readonly string[];
}

export const suggestSpanNames = (
  service: string,
  range: TimeRange,
  asked: Asked,
): Promise<{ readonly suggestions: readonly SpanNameSuggestion[] }> =>
  getJson(
    '/v1/span-name-suggestions',
    { service, limit: 5, ...rangeParameters(range) },
    { label: 'Looking for names with values in them', ...asked },
  );
