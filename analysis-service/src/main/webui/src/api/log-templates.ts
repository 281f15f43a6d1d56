import { rangeParameters, type TimeRange } from '../app/time';
import { type Asked, getJson } from './client';

/** `new` was not there in as long a time just before, `gone` was and is no longer. */
export type TemplateState = 'new' | 'known' | 'gone';

/** A statement of a component as it is kept, by whose number its records are searched. */
export interface TemplateTrend {
  readonly namespace: string;
  readonly component: string;
  readonly template: number;
  readonly text: string;
  readonly records: number;
  readonly errors: number;
  readonly recordsBefore: number;
  readonly state: TemplateState;
  readonly firstTimeUnixNano: string;
  readonly sample: string;
  readonly search: string;
  readonly counts: readonly number[];
}

export interface TemplateTrends {
  readonly from: string;
  readonly to: string;
  readonly stepSeconds: number;
  readonly records: number;
  readonly otherRecords: number;
  readonly templateCount: number;
  readonly templates: readonly TemplateTrend[];
  readonly analysedFraction?: number;
}

/** A statement as it was learnt from the records of one search alone. */
export interface MinedTemplate {
  readonly namespace: string;
  readonly component: string;
  readonly number: number;
  readonly text: string;
  readonly records: number;
  readonly errors: number;
  readonly sample: string;
  readonly search: string;
}

export interface AssignedRecord {
  readonly timeUnixNano: string;
  readonly namespace: string;
  readonly component: string;
  readonly template: number;
}

export interface MinedTemplates {
  readonly records: number;
  readonly leftOver: number;
  readonly truncated: boolean;
  readonly templateCount: number;
  readonly templates: readonly MinedTemplate[];
  readonly assignments: readonly AssignedRecord[];
}

export const templateTrends = (
  question: { readonly service?: string; readonly state?: TemplateState | '' },
  range: TimeRange,
  asked: Asked,
): Promise<TemplateTrends> =>
  getJson(
    '/v1/log-templates',
    { ...question, limit: 500, ...rangeParameters(range) },
    { label: 'Reading patterns', ...asked },
  );

export const mineTemplates = (q: string, range: TimeRange, asked: Asked): Promise<MinedTemplates> =>
  getJson(
    '/v1/log-templates/mined',
    { q, assign: true, limit: 200, ...rangeParameters(range) },
    { label: 'Looking for patterns', ...asked },
  );
