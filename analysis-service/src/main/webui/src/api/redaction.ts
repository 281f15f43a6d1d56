import { type Asked, getJson, write } from './client';

export const SIGNALS = ['traces', 'logs', 'metrics'] as const;
export const ACTIONS = ['drop', 'mask', 'hash', 'truncate'] as const;
export const PLACES = ['attributes', 'events', 'body', 'span-name', 'status-message'] as const;
export const DETECTORS = [
  'email',
  'payment-card',
  'phone',
  'national-id',
  'bearer-token',
  'private-key',
  'ip-address',
] as const;

/** What a rule says; empty signals and places mean all of them. */
export interface RedactionDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly signals: readonly string[];
  readonly keys?: string | null;
  readonly detectors: readonly string[];
  readonly pattern?: string | null;
  readonly action: string;
  readonly keep?: number | null;
  readonly places: readonly string[];
}

export interface RedactionRule extends RedactionDraft {
  readonly id: number;
  readonly version: number;
}

/** What a dry run is to look at. */
export type DryRunQuestion =
  | { readonly texts: readonly string[] }
  | { readonly signal: string; readonly records: unknown };

/** A value that would change: in a text that was given, or at the keys that lead to it in a record. */
export interface RedactionChange {
  readonly text?: number;
  readonly place?: string;
  readonly keys?: readonly string[];
  readonly before: string;
  readonly after?: string;
  readonly rules: readonly string[];
}

export interface DryRunResult {
  readonly counts: readonly { readonly rule: string; readonly action: string; readonly found: number }[];
  readonly total: number;
  readonly truncated: boolean;
  readonly changes: readonly RedactionChange[];
}

export const listRedactionRules = (asked: Asked): Promise<{ readonly rules: readonly RedactionRule[] }> =>
  getJson('/store/v1/redaction-rules', { limit: 500 }, { label: 'Redaction rules', ...asked });

/** What rules would change; what is given to them is kept nowhere. */
export const dryRun = (rules: readonly RedactionDraft[], question: DryRunQuestion): Promise<DryRunResult> =>
  write('POST', '/v1/redaction/dry-run', { rules, ...question });
