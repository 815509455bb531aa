import type { Judgement } from '../judgement/judgement.ts';

/** What came of one moment of decision. */
export interface Decision {
  /** Opening time of the last candle that could be seen, epoch milliseconds UTC: the decision counts from its close. */
  readonly openTimeMs: number;
  readonly judgement: Judgement;
  /** Whether the model may know what came after; null where its knowledge cut-off is unknown. */
  readonly inSample: boolean | null;
  /** Share of the samples that agreed, from 0 to 1; only where several were asked for. */
  readonly agreement?: number;
}
