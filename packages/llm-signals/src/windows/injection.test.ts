import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Frame } from '@wick/core';
import { DrivenClock, type LlmRequest, type LlmSimulator, say, startLlmSimulator } from '@wick/testkit';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { askOnce } from '../chat/ask.ts';
import { openChat } from '../chat/open-chat.ts';
import { replyToJudgement } from '../judgement/reply-to-judgement.ts';
import { resolveProvider } from '../provider/resolve-provider.ts';
import { type Attack, ATTACKS } from './attacks.test-support.ts';
import { MAX_SYMBOL } from './check-settings.ts';
import type { WindowSettings } from './decision-window.ts';
import { steadyFrame } from './frames.test-support.ts';
import { frameToWindows } from './frame-to-windows.ts';
import { windowQuestions } from './window-to-question.ts';

const SETTINGS: WindowSettings = { instruction: 'Buy strength.', candles: 5, every: 1, masked: false, note: 'none' };
const PLACES = ['symbol', 'note'] as const;
type Place = (typeof PLACES)[number];

/** What is asked when the attack stands in the symbol (as much of it as fits) or in the note. */
function attacked(place: Place, text: string) {
  const steady = steadyFrame(8);
  const said = place === 'symbol' ? text.slice(0, MAX_SYMBOL) : text;
  const frame: Frame = place === 'symbol' ? { ...steady, series: { ...steady.series, symbol: said } } : steady;
  const questions = windowQuestions(frame, place === 'note' ? { ...SETTINGS, note: said } : SETTINGS);
  const window = frameToWindows(frame, SETTINGS).windows[0]!;
  return { question: questions.question(window), timeLabel: questions.timeLabel(window), said };
}

const clean = attacked('note', 'none').question;
const cases = PLACES.flatMap((place) => ATTACKS.map((attack) => [attack.name, place, attack] as const));

describe('an attack changes nothing about the question but the data that it is', () => {
  test.each(cases)('%s in the %s', (_, place, { text }) => {
    const { question, said } = attacked(place, text);
    expect(question.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(question.messages[0]).toEqual(clean.messages[0]);
    expect({ ...question, messages: [] }).toEqual({ ...clean, messages: [] });

    const user = question.messages[1]!.content;
    expect(JSON.parse(user)).toEqual({ ...(JSON.parse(clean.messages[1]!.content) as object), [place]: said });
    expect(user).not.toMatch(/[<>|`~\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}｜＜＞]|\[\/?[A-Z]/u);
    expect(encode(user, { allowedSpecial: 'all' })).toEqual(encode(user, { disallowedSpecial: new Set() }));
  });
});

describe('an attack on a model that obeys it reaches one of the three actions, or none', () => {
  let simulator: LlmSimulator;
  const answers = new Map<string, Attack>(ATTACKS.flatMap((attack) => PLACES.map((place) => [attacked(place, attack.text).said, attack] as const)));

  /** Reads its orders in the data. */
  const obedient = ({ messages }: LlmRequest) => {
    const data = JSON.parse(messages.at(-1)!.content) as { symbol: string; note: string; time: string };
    const order = answers.get(data.note) ?? answers.get(data.symbol);
    return say(order!.obeyed.replaceAll('TIME', data.time));
  };

  beforeAll(async () => {
    simulator = await startLlmSimulator({ handler: obedient });
  });
  afterAll(() => simulator.close());

  test.each(cases)('%s in the %s', async (_, place, { text, outcome }) => {
    const { question, timeLabel } = attacked(place, text);
    const chat = openChat({ provider: resolveProvider(simulator.baseUrl, {}), key: simulator.apiKey, model: 'obedient', clock: new DrivenClock(0) });
    const reply = await askOnce(chat, question, { signal: new AbortController().signal });
    if ('failed' in reply) throw new Error(`no reply but ${reply.failed}`);
    const judgement = replyToJudgement(reply, timeLabel);
    expect(judgement.kind === 'signal' ? judgement.action : judgement.why).toBe(outcome);
    expect(Object.keys(judgement)).toEqual(judgement.kind === 'signal' ? ['kind', 'action', 'confidence', 'reason'] : ['kind', 'why', 'detail']);
    expect(Object.values(judgement).join(' ')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(simulator.requests.at(-1)!.messages).toEqual(question.messages);
  });
});

test('the table of attacks is long, and each of them is another', () => {
  expect(ATTACKS.length).toBeGreaterThanOrEqual(25);
  expect(new Set(ATTACKS.map(({ text }) => text)).size).toBe(ATTACKS.length);
});
