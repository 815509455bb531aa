import { WickError } from '@wick/core';
import type { NoSignalReason } from '../judgement/judgement.ts';

export const ACTIONS = ['BUY', 'SELL', 'HOLD'] as const;
export type Action = (typeof ACTIONS)[number];

/** One row of a file: a signal, or, in a file of `wick signals`, that there is none. */
export interface SignalRow {
  /** Epoch milliseconds UTC. */
  readonly timeMs: number;
  /** NONE: a decision was looked for and not found. */
  readonly action: Action | 'NONE';
  /** From 0 to 1; NaN where the row does not say. */
  readonly confidence: number;
  /** Why there is no signal, for NONE. */
  readonly why?: NoSignalReason;
  /** Whether the model may know what came after; null where its knowledge cut-off is unknown, undefined where no model decided. */
  readonly inSample?: boolean | null;
}

/** A line that is no signal is refused, with its number: a file that is understood in part would be tested in part. */
export const lineError = (line: number, problem: string, remedy?: string): WickError =>
  new WickError('SIGNALS_INVALID', `Line ${line} of the signals cannot be read: ${problem}.`, {
    remedy: remedy ?? 'Write lines such as 2024-11-01T10:00:00Z,BUY,0.8 or {"timestamp":1730455200000,"action":"BUY","confidence":0.8}.',
    details: { line },
  });
