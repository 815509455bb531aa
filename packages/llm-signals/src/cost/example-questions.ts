import { createFrame } from '@wick/core';
import type { Message, Question } from '../chat/question.ts';
import { answerSchema } from '../compiler/answer-schema.ts';
import { repairMessages, sentenceToMessages } from '../compiler/prompt.ts';
import { random32 } from '../random/random32.ts';
import { frameToWindows } from '../windows/frame-to-windows.ts';
import { windowQuestions } from '../windows/window-to-question.ts';

/** A sentence of usual length. */
export const EXAMPLE_SENTENCE = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA), 2% stop, 4% target, only above the 200 EMA on the daily';

/** What a model answers to it: every field of the form, whichever there are. */
export const EXAMPLE_STRATEGY = JSON.stringify({
  ...Object.fromEntries(Object.keys(answerSchema.shape).map((field) => [field, null])),
  entry: 'rsi(14) < 30 and volume > 1.5 * sma(volume, 20) and close > 1d: ema(close, 200)',
  exit: 'rsi(14) > 70',
  stopLoss: '2%',
  takeProfit: '4%',
  assumptions: ['RSI uses 14 bars.', 'The position is closed when RSI rises above 70, if neither the stop nor the target is reached before.', 'Each trade buys with all cash.'],
  notExpressible: [],
});

/** Of the length of a checker's message. */
const EXAMPLE_PROBLEM = 'exit: "rsi14 > 70" cannot be read: rsi14 is not known at column 1. Did you mean rsi(14)?';

/** The prompts of one compilation in which so many answers had to be mended: each has all that was said before in it. */
export function compilePrompts(repairs: number, sentence = EXAMPLE_SENTENCE): { readonly messages: readonly Message[] }[] {
  const mending = repairMessages(EXAMPLE_STRATEGY, [EXAMPLE_PROBLEM]);
  const first = sentenceToMessages(sentence);
  return Array.from({ length: repairs + 1 }, (_, round) => ({ messages: [...first, ...Array.from({ length: round }, () => mending).flat()] }));
}

/** What a model answers about a window. */
export const EXAMPLE_DECISION = JSON.stringify({
  time: '2024-11-01T00:00:00Z',
  reason: 'The close is above both moving averages and the last three candles rose on growing volume, but the highest of the window is near and was not broken.',
  action: 'HOLD',
  confidence: 0.55,
});

const INSTRUCTION = 'Buy when an uptrend resumes after a pullback on falling volume; sell when the trend breaks. Otherwise hold.';
const HOUR_MS = 3_600_000;

/** Questions about windows of so many candles, plain or masked: candles of a market that was made up, with prices as long as those of Bitcoin. */
export function windowExamples(candles: number, masked: boolean, count = 8): Question[] {
  const random = random32(1);
  const length = candles + count - 1;
  const column = (): Float64Array => new Float64Array(length);
  const columns = { open: column(), high: column(), low: column(), close: column(), volume: column() };
  const openTimeMs = Float64Array.from({ length }, (_, bar) => Date.parse('2024-11-01T00:00Z') + bar * HOUR_MS);
  let price = 70_000;
  const move = (): number => (random() / 2 ** 32 - 0.5) / 100;
  for (let bar = 0; bar < length; bar++) {
    columns.open[bar] = price;
    price *= 1 + move();
    columns.close[bar] = price;
    columns.high[bar] = Math.max(columns.open[bar]!, price) * (1 + Math.abs(move()));
    columns.low[bar] = Math.min(columns.open[bar]!, price) * (1 - Math.abs(move()));
    columns.volume[bar] = 500 + (random() / 2 ** 32) * 2_000;
  }
  const frame = createFrame({ exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' }, openTimeMs, columns);
  const settings = { instruction: INSTRUCTION, candles, every: 1, masked };
  const questions = windowQuestions(frame, settings);
  return frameToWindows(frame, settings).windows.map((window) => questions.question(window));
}
