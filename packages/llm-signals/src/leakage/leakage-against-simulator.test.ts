import { afterEach, describe, expect, test } from '@jest/globals';
import { createFrame, type Frame, systemClock } from '@wick/core';
import { type LlmRequest, type LlmSimulator, say, startLlmSimulator } from '@wick/testkit';
import { askOnce } from '../chat/ask.ts';
import { openChat } from '../chat/open-chat.ts';
import type { Judgement } from '../judgement/judgement.ts';
import { replyToJudgement } from '../judgement/reply-to-judgement.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { random32 } from '../random/random32.ts';
import { frameToWindows } from '../windows/frame-to-windows.ts';
import { windowQuestions } from '../windows/window-to-question.ts';
import { maskedAgainstPlain } from './masked-against-plain.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2024-03-01T00:00Z');
const CUT = { candles: 20, every: 6 };

/** A market that nothing in its past foretells. */
const market: Frame = (() => {
  const random = random32(7);
  const length = 24 * 60;
  const columns = { open: new Float64Array(length), high: new Float64Array(length), low: new Float64Array(length), close: new Float64Array(length), volume: new Float64Array(length).fill(1) };
  let price = 50_000;
  for (let bar = 0; bar < length; bar++) {
    columns.open[bar] = price;
    price *= 1 + (random() / 2 ** 32 - 0.5) / 40;
    columns.close[bar] = price;
    columns.high[bar] = Math.max(columns.open[bar]!, price);
    columns.low[bar] = Math.min(columns.open[bar]!, price);
  }
  return createFrame({ exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' }, Float64Array.from({ length }, (_, bar) => START_MS + bar * HOUR_MS), columns);
})();

interface Shown {
  readonly symbol?: string;
  readonly time: string;
  readonly candles: readonly (readonly number[])[];
}
const shownTo = ({ messages }: LlmRequest): Shown => JSON.parse(messages[1]!.content) as Shown;
const decide = (time: string, action: 'BUY' | 'SELL') => say(JSON.stringify({ time, reason: 'as it is', action, confidence: 0.7 }));

/** Follows the last candle, which is of no use here. */
const honest = (request: LlmRequest) => {
  const { time, candles } = shownTo(request);
  const [open, , , close] = candles.at(-1) as [number, number, number, number];
  return decide(time, close > open ? 'BUY' : 'SELL');
};

/** Knows what came after, if it is told what and when, up to the last day that it has read of. */
const memorising = (untilMs: number) => (request: LlmRequest) => {
  const { symbol, time } = shownTo(request);
  const at = market.openTimeMs.indexOf(Date.parse(time));
  if (symbol !== 'BTCUSDT' || at < 0 || market.openTimeMs[at]! >= untilMs) return honest(request);
  return decide(time, market.columns.close[Math.min(at + CUT.every, market.length) - 1]! > market.columns.open[at]! ? 'BUY' : 'SELL');
};

let simulator: LlmSimulator;
afterEach(() => simulator.close());

async function judge(masked: boolean): Promise<Judgement[]> {
  const provider = { ...PROVIDERS.deepseek, baseUrl: simulator.baseUrl };
  const chat = openChat({ provider, key: simulator.apiKey, model: 'deepseek-flash', clock: systemClock });
  const questions = windowQuestions(market, { ...CUT, masked, instruction: 'Buy if it will rise.' });
  const judgements: Judgement[] = [];
  for (const window of frameToWindows(market, CUT).windows) {
    const reply = await askOnce(chat, questions.question(window), { signal: new AbortController().signal, timeoutMs: 10_000 });
    if ('failed' in reply) throw new Error(reply.failed);
    judgements.push(replyToJudgement(reply, questions.timeLabel(window)));
  }
  return judgements;
}

async function compare(handler: (request: LlmRequest) => ReturnType<typeof say>, cutOff: Parameters<typeof maskedAgainstPlain>[3] = null) {
  simulator = await startLlmSimulator({ handler });
  const [plain, masked] = [await judge(false), await judge(true)];
  const judged = frameToWindows(market, CUT).windows.map((window, index) => ({ window, plain: plain[index]!, masked: masked[index]! }));
  return maskedAgainstPlain(market, judged, CUT.every, cutOff);
}

describe('a simulated model, asked about the same windows masked and plain', () => {
  test('is flagged if it has memorised the prices', async () => {
    const { all } = await compare(memorising(Infinity));
    expect(all).toMatchObject({ verdict: 'remembers', hitRate: { plain: { share: 1 } } });
    expect(all.hitRate.masked.share).toBeLessThan(0.6);
    expect(all.pairs).toBeGreaterThan(200);
  });

  test('is not flagged if it judges by the candles alone', async () => {
    const { all } = await compare(honest);
    expect(all).toMatchObject({ verdict: 'no evidence', hitRate: { plain: { decisions: all.pairs } } });
  });

  test('is flagged for the windows before the end of what it has read, and not for those after', async () => {
    const cutOff = { date: '2024-03-31', kind: 'stated', source: '' } as const;
    const { before, after } = await compare(memorising(Date.parse('2024-04-01T00:00Z')), cutOff);
    expect([before?.verdict, after?.verdict]).toEqual(['remembers', 'no evidence']);
  });
});
