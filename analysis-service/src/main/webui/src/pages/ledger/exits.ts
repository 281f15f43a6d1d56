import type { LedgerFlow } from '../../api/ledger';

/** Records that left the way, or wait on it, between two stages. */
export interface Exit {
  readonly name: string;
  readonly records: number;
  /** Whether they are lost; others wait, or were let go on purpose. */
  readonly isLoss: boolean;
}

export interface Stage {
  readonly name: string;
  readonly records: number;
  /** What happened to those that are not in the next stage. */
  readonly exits: readonly Exit[];
}

const byReason = (name: string, reasons: Readonly<Record<string, number>>, isLoss: boolean): Exit[] =>
  Object.entries(reasons).map(([reason, records]) => ({ name: `${name}: ${reason}`, records, isLoss }));

/** The way of records through Quipu, with everything that branches off. */
export function stagesOf(counts: LedgerFlow): readonly Stage[] {
  const seen = (exits: readonly Exit[]) => exits.filter((exit) => exit.records !== 0);
  return [
    {
      name: 'Produced',
      records: counts.produced,
      exits: seen([
        { name: 'missing: measured', records: counts.measured, isLoss: true },
        { name: 'missing: reported by SDKs', records: counts.reported, isLoss: true },
        { name: 'missing: inferred', records: counts.inferred ?? 0, isLoss: true },
      ]),
    },
    {
      name: 'Offered',
      records: counts.offered,
      exits: seen([
        { name: 'duplicate', records: counts.duplicate, isLoss: false },
        ...byReason('rejected', counts.rejected, true),
        ...byReason('sampled out', counts.sampledOut, false),
        ...byReason('refused', counts.refused, true),
      ]),
    },
    {
      name: 'Collected',
      records: counts.collected,
      exits: seen([
        ...byReason('spooled', counts.spooled, false),
        ...byReason('quarantined', counts.quarantined, true),
      ]),
    },
    {
      name: 'Stored',
      records: counts.stored,
      exits: seen([
        { name: 'to be analysed', records: counts.pending, isLoss: false },
        ...byReason('failed', counts.failed, true),
      ]),
    },
    { name: 'Analysed', records: counts.analysed, exits: [] },
  ];
}

/** The first difference of an account in a word, for tables. */
export function exitsText(counts: LedgerFlow): string {
  return stagesOf(counts)
    .flatMap((stage) => stage.exits)
    .map((exit) => `${exit.records} ${exit.name}`)
    .join(', ');
}
