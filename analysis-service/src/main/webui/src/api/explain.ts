import { rangeParameters, type TimeRange } from '../app/time';
import { getJson } from './client';

export interface TellingValue {
  readonly conditions: readonly string[];
  readonly selected: number;
  readonly rest: number;
  readonly selectedShare: number;
  readonly restShare: number;
  readonly difference: number;
  readonly probability: number;
  readonly search: string;
}

export interface AttributeExplanation {
  readonly selected: number;
  readonly rest: number;
  readonly tested: number;
  readonly falseDiscoveryRate: number;
  readonly findingCount: number;
  readonly findings: readonly TellingValue[];
  readonly notAllTested: readonly string[];
  readonly nextCursor: string;
}

/** Which records are held against the rest. */
export interface Selection {
  readonly q: string;
  readonly selected: string;
  readonly selectedRange?: TimeRange | undefined;
}

export function explainByAttributes(
  signalName: 'traces' | 'logs',
  selection: Selection,
  range: TimeRange,
  signal: AbortSignal,
): Promise<AttributeExplanation> {
  const box = selection.selectedRange && rangeParameters(selection.selectedRange);
  return getJson(
    '/v1/attribute-explanation',
    {
      signal: signalName,
      q: selection.q,
      selected: selection.selected,
      ...(box ? { selectedFrom: box.from, selectedTo: box.to } : {}),
      ...rangeParameters(range),
      limit: 40,
    },
    { signal, label: 'Looking for what is different' },
  );
}
