import type { HoldDraft, RecordScope, RetentionDraft, RetentionRule } from '../../api/retention';
import { parseInstant } from '../../app/time-range';
import { counted } from '../../text/format';
import { sizeOf, writtenSize } from '../../text/size';
import { oneLine } from '../../text/visible';

/** A scope as forms hold it: what is empty is any. */
export interface ScopeDraft {
  readonly signal: string;
  readonly service: string;
  readonly namespace: string;
}

export interface RuleDraft extends ScopeDraft {
  readonly condition: string;
  readonly days: string;
  readonly size: string;
}

export interface HoldForm extends ScopeDraft {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export const ANY: ScopeDraft = { signal: '', service: '', namespace: '' };

export function draftOf(rule: RetentionRule | undefined): RuleDraft {
  return {
    signal: rule?.signal ?? '',
    service: rule?.service ?? '',
    namespace: rule?.namespace ?? '',
    condition: rule?.condition ?? '',
    days: rule ? String(rule.days ?? '') : '30',
    size: rule?.bytes ? writtenSize(rule.bytes) : '',
  };
}

/** Signals whose records conditions can be asked of. */
export const hasConditions = (signal: string): signal is 'traces' | 'logs' =>
  signal === 'traces' || signal === 'logs';

/** Sizes are of all that is stored of a tenant or its signal. */
export const hasSize = (draft: RuleDraft): boolean =>
  draft.service.trim() === '' && conditionOf(draft) === '';

const conditionOf = (draft: RuleDraft): string => (hasConditions(draft.signal) ? draft.condition.trim() : '');

/** @throws Error that says what is not as expected */
export function ruleOf(draft: RuleDraft): RetentionDraft {
  const condition = conditionOf(draft);
  const bytes = hasSize(draft) ? sizeOf('At most', draft.size) : undefined;
  if (draft.days.trim() === '' && bytes === undefined) {
    throw new Error(
      hasSize(draft) ? 'Expected days, a size or both, got neither.' : 'Expected days, got none.',
    );
  }
  return {
    ...scopeOf(draft),
    ...(condition === '' ? {} : { condition }),
    ...(draft.days.trim() === '' ? {} : { days: Number(draft.days) }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}

/** @throws Error that says what is not as expected */
export function holdOf(form: HoldForm): HoldDraft {
  const [from, to] = [instantOf('From', form.from), instantOf('Before', form.to)];
  return {
    ...scopeOf(form),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    reason: form.reason.trim(),
  };
}

function scopeOf(draft: ScopeDraft): RecordScope {
  const [service, namespace] = [draft.service.trim(), draft.namespace.trim()];
  if (service === '' && namespace !== '') {
    throw new Error(`service.name: expected one with the namespace ${oneLine(namespace, 60)}, got none.`);
  }
  return {
    ...(draft.signal === '' ? {} : { signal: draft.signal }),
    ...(service === '' ? {} : { service }),
    ...(namespace === '' ? {} : { namespace }),
  };
}

/** A date alone is the midnight with which it begins here. */
function instantOf(field: string, text: string): string | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  const millis = parseInstant(text.trim().replace(/^\d{4}-\d\d-\d\d$/, '$& 00:00'));
  if (millis === undefined) {
    throw new Error(`${field}: expected a time such as 2026-10-01 or 2026-10-01 12:00, got ${text.trim()}.`);
  }
  return new Date(millis).toISOString();
}

/** As in: traces of shop/cart. */
export function scopeText(scope: RecordScope): string {
  const service = [scope.namespace, scope.service].filter(Boolean).join('/');
  return service === ''
    ? (scope.signal ?? 'every signal')
    : oneLine(`${scope.signal ?? 'all'} of ${service}`, 200);
}

export function keptText(rule: RetentionDraft): string {
  const size = rule.bytes ? `at most ${writtenSize(rule.bytes)}` : '';
  return [rule.days ? counted(rule.days, 'day') : '', size].filter(Boolean).join(', ');
}

/** How much a rule's scope says: it decides before those whose scope says less. */
const rank = (rule: RetentionDraft): number =>
  (rule.condition ? 8 : 0) + (rule.service ? 4 : 0) + (rule.namespace ? 2 : 0) + (rule.signal ? 1 : 0);

/** The rule that decides first comes first; one that is about a size alone after those of its kind. */
export const inOrder = (rules: readonly RetentionRule[]): readonly RetentionRule[] =>
  [...rules].sort((one, other) => rank(other) - rank(one) || (other.days ?? 0) - (one.days ?? 0));
