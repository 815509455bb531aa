import type { Frame } from '@wick/core';
import { honestModel, type LlmModel } from './honest-model.ts';
import { decide, shownWindow } from './shown-window.ts';

export interface MemorisingModelOptions {
  /** Candles after the decision that it remembers. 1 by default. */
  readonly bars?: number;
  /** What it does where it is not told which market and time it sees, or does not know them. {@link honestModel} by default. */
  readonly otherwise?: LlmModel;
}

/**
 * Has read what came afterwards: where symbol and time are shown, it answers by the candles that followed. Masked, it knows no more
 * than an honest one.
 *
 * @param memory frames that it has seen, of any symbols
 */
export function memorisingModel(memory: readonly Frame[], { bars = 1, otherwise = honestModel() }: MemorisingModelOptions = {}): LlmModel {
  const rows = new Map(memory.map((frame) => [frame.series.symbol, { frame, rowOf: new Map(Array.from(frame.openTimeMs, (timeMs, row) => [timeMs, row])) }]));
  return (request) => {
    const shown = shownWindow(request);
    const known = shown?.symbol === undefined ? undefined : rows.get(shown.symbol);
    const next = shown && known?.rowOf.get(Date.parse(shown.time));
    if (!shown || !known || next === undefined || next === 0 || next + bars > known.frame.length) return otherwise(request);
    const { close } = known.frame.columns;
    const change = close[next + bars - 1]! - close[next - 1]!;
    if (Number.isNaN(change)) return otherwise(request);
    return decide(shown.time, change > 0 ? 'BUY' : change < 0 ? 'SELL' : 'HOLD', 0.9, 'It has happened before.');
  };
}
