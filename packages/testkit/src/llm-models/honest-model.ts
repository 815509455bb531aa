import type { LlmRequest } from '../llm-simulator/llm-request.ts';
import type { LlmAnswer } from '../llm-simulator/scripted-answer.ts';
import { decide, NO_WINDOW, shownWindow } from './shown-window.ts';

/** A simulated model: a handler of the simulator. */
export type LlmModel = (request: LlmRequest) => LlmAnswer;

export interface HonestModelOptions {
  /** Goes with what the closes have done, or against it. `momentum` by default. */
  readonly by?: 'momentum' | 'mean-reversion';
  /** Candles that it looks back. 5 by default. */
  readonly bars?: number;
  /** Change of the price over these candles from which on it acts, in thousandths of a percent. 50 by default. */
  readonly least?: number;
}

/**
 * Judges by nothing but the candles that it is shown, the same way whenever it is asked. Masked or not, it sees the same changes, so its
 * decisions are the same, up to what rounding does.
 */
export function honestModel({ by = 'momentum', bars = 5, least = 50 }: HonestModelOptions = {}): LlmModel {
  return (request) => {
    const shown = shownWindow(request);
    if (!shown) return NO_WINDOW;
    const change = shown.returns.slice(-bars).reduce((sum, each) => sum + each, 0);
    const confidence = Math.min(1, Math.round(Math.abs(change) / 10) / 100);
    if (Math.abs(change) < least) return decide(shown.time, 'HOLD', confidence, `The close has changed by ${change} thousandths of a percent.`);
    const action = change > 0 === (by === 'momentum') ? 'BUY' : 'SELL';
    return decide(shown.time, action, confidence, `The close has changed by ${change} thousandths of a percent; by ${by} that is a ${action}.`);
  };
}
