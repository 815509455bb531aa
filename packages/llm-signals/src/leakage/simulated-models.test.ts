import { afterEach, expect, jest, test } from '@jest/globals';
import { createFrame, type Frame, PRICE_COLUMNS } from '@wick/core';
import { DrivenClock, generateCandles, honestModel, type LlmModel, type LlmSimulator, memorisingModel, startLlmSimulator } from '@wick/testkit';
import { askOnce } from '../chat/ask.ts';
import { openChat } from '../chat/open-chat.ts';
import type { Judgement } from '../judgement/judgement.ts';
import { replyToJudgement } from '../judgement/reply-to-judgement.ts';
import { resolveProvider } from '../provider/resolve-provider.ts';
import type { DecisionWindow, WindowSettings } from '../windows/decision-window.ts';
import { frameToWindows } from '../windows/frame-to-windows.ts';
import { windowQuestions } from '../windows/window-to-question.ts';
import { type Leakage, maskedAgainstPlain } from './masked-against-plain.ts';

jest.setTimeout(60_000);

const BARS = 3;
let simulator: LlmSimulator;
afterEach(() => simulator.close());

const { series, openTimeMs, columns } = generateCandles({ count: 1_000, seed: 7 });
const frame: Frame = createFrame(series, openTimeMs, Object.fromEntries(PRICE_COLUMNS.map((name) => [name, columns[name]])) as Frame['columns']);

/** Every window through the real questions, the wire and the real reader of answers. */
async function leakageOf(model: LlmModel): Promise<Leakage> {
  simulator = await startLlmSimulator({ handler: model });
  const chat = openChat({ provider: resolveProvider(simulator.baseUrl), key: simulator.apiKey, model: 'm', clock: new DrivenClock(0) });
  const settings: WindowSettings = { instruction: 'Buy strength.', candles: 12, every: 6, masked: false };
  const asked = { plain: windowQuestions(frame, settings), masked: windowQuestions(frame, { ...settings, masked: true }) };
  const judge = async (way: 'plain' | 'masked', window: DecisionWindow): Promise<Judgement> => {
    const reply = await askOnce(chat, asked[way].question(window), { signal: new AbortController().signal });
    if ('failed' in reply) throw new Error(reply.failed);
    return replyToJudgement(reply, asked[way].timeLabel(window));
  };
  const judged = [];
  for (const window of frameToWindows(frame, settings).windows) judged.push({ window, plain: await judge('plain', window), masked: await judge('masked', window) });
  return maskedAgainstPlain(frame, judged, BARS, null);
}

test('a model that has memorised prices is flagged: it is right wherever it recognises the window, and no better than others where it does not', async () => {
  const { all } = await leakageOf(memorisingModel([frame], { bars: BARS }));
  expect(all).toMatchObject({ verdict: 'remembers', isExact: expect.any(Boolean) });
  expect(all.pairs).toBeGreaterThan(150);
  expect(all.hitRate.plain.share).toBeGreaterThan(0.95);
  expect(all.hitRate.masked.share).toBeLessThan(0.65);
});

test.each(['momentum', 'mean-reversion'] as const)('an honest model is not, whether it goes by %s', async (by) => {
  const { all } = await leakageOf(honestModel({ by }));
  expect(all.verdict).toBe('no evidence');
  expect(all.differing).toBeLessThanOrEqual(2); // what six digits of a price round differently
});
