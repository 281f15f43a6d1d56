import { describe, expect, it } from 'vitest';
import type { LedgerFlow } from '../../api/ledger';
import { exitsText, stagesOf } from './exits';

const counts: LedgerFlow = {
  produced: 103,
  measured: 3,
  reported: 0,
  reportedFor: {},
  inferred: null,
  notes: [],
  offered: 110,
  duplicate: 10,
  rejected: { 'too long': 2 },
  sampledOut: {},
  refused: {},
  collected: 98,
  spooled: { 'collector-1': 8 },
  quarantined: {},
  stored: 90,
  live: 90,
  expired: 0,
  erased: 0,
  analysed: 85,
  pending: 5,
  failed: {},
  setHash: { stored: '', live: '' },
};

describe('stagesOf', () => {
  it('names everything that is not in the next stage', () => {
    expect(stagesOf(counts).map((stage) => [stage.name, stage.exits.map((exit) => exit.name)])).toEqual([
      ['Produced', ['missing: measured']],
      ['Offered', ['duplicate', 'rejected: too long']],
      ['Collected', ['spooled: collector-1']],
      ['Stored', ['to be analysed']],
      ['Analysed', []],
    ]);
  });

  it('adds up from offered on', () => {
    const stages = stagesOf(counts);
    for (let at = 1; at < stages.length - 1; at++) {
      const left = stages[at]?.exits.reduce((sum, exit) => sum + exit.records, 0) ?? 0;
      expect((stages[at]?.records ?? 0) - left).toBe(stages[at + 1]?.records);
    }
    expect(exitsText(counts)).toContain('8 spooled: collector-1');
  });
});
