import { WickError } from '@wick/core';

export const ACTIONS = ['BUY', 'SELL', 'HOLD'] as const;
export type Action = (typeof ACTIONS)[number];

/** One signal as a file tells it. */
export interface SignalRow {
  /** Epoch milliseconds UTC. */
  readonly timeMs: number;
  readonly action: Action;
  /** From 0 to 1; NaN where the row does not say. */
  readonly confidence: number;
}

/** A line that is no signal is refused, with its number: a file that is understood in part would be tested in part. */
export const lineError = (line: number, problem: string, remedy?: string): WickError =>
  new WickError('SIGNALS_INVALID', `Line ${line} of the signals cannot be read: ${problem}.`, {
    remedy: remedy ?? 'Write lines such as 2024-11-01T10:00:00Z,BUY,0.8 or {"timestamp":1730455200000,"action":"BUY","confidence":0.8}.',
    details: { line },
  });
