import { type Asked, getJson } from './client';

/** How fast a budget is burnt over a pair of windows that end now. */
export interface ObjectiveBurn {
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly longBurnRate: number;
  readonly shortBurnRate: number;
  readonly allowed: number;
}

/** Spans of a thirtieth of the period; pieces without spans are left out. */
export interface ObjectivePiece {
  readonly time: string;
  readonly spans: number;
  readonly badSpans: number;
  readonly budgetLeft: number;
}

export interface Objective {
  readonly ruleId: number;
  readonly name: string;
  readonly search: string;
  readonly badSearch: string;
  readonly objective: number;
  readonly latencyMillis?: number;
  readonly from: string;
  readonly to: string;
  readonly spans: number;
  readonly badSpans: number;
  readonly attained?: number;
  readonly budgetLeft?: number;
  readonly burns: readonly ObjectiveBurn[];
  readonly pieces: readonly ObjectivePiece[];
}

export interface ObjectivePage {
  readonly objectiveCount: number;
  readonly objectives: readonly Objective[];
  readonly nextCursor: string;
}

export const listObjectives = (cursor: string | undefined, asked: Asked): Promise<ObjectivePage> =>
  getJson('/v1/objectives', { cursor, limit: 50 }, { label: 'Objectives', ...asked });
