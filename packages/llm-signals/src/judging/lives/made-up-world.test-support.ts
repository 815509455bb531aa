import { createFrame, type Frame, type Interval, PRICE_COLUMNS, type FrameColumns } from '@wick/core';
import type { Price } from '../../cost/price.ts';
import { type Provider, PROVIDERS } from '../../provider/providers.ts';
import type { JudgingSettings } from '../judging-plan.ts';
import { ASKED, type Mood, OTHER } from './bookkeeping-provider.test-support.ts';
import type { Dice } from './dice.test-support.ts';
import { SAYINGS } from './made-up-answer.test-support.ts';
import { endOf } from './naive-plan.test-support.ts';

/** Candles around the day of the cut-off, with gaps, unknown values, and stretches in which nothing happens. */
export function makeUpFrame(dice: Dice): Frame {
  const interval = dice.one<Interval>(['1m', '15m', '1h', '4h', '1d', '1w', '1M']);
  const count = dice.whole(3, dice.chance(0.1) ? 150 : 45);
  const times = [firstOpenTime(dice, interval, count)];
  while (times.length < count) {
    let next = endOf(times.at(-1)!, interval);
    if (dice.chance(0.06)) for (let missing = dice.whole(1, 4); missing > 0; missing--) next = endOf(next, interval);
    times.push(next);
  }
  const scale = 10 ** dice.whole(-5, 5);
  let price = scale * (1 + dice.whole(0, 8));
  let flat = 0;
  const rows = times.map(() => {
    if (dice.chance(0.08)) flat = dice.whole(2, 20);
    if (flat-- > 0) return [price, price, price, price, 7];
    const open = price;
    price = Number(Math.max(price * (1 + dice.normal() / 100), scale / 1e3).toPrecision(8));
    const volume = dice.chance(0.1) ? 0 : Number((dice.whole(1, 1e6) / 997).toFixed(5));
    return [open, Math.max(open, price) * (1 + dice.whole(0, 50) / 1e4), Math.min(open, price) * (1 - dice.whole(0, 50) / 1e4), price, volume].map((value) => (dice.chance(0.01) ? NaN : value));
  });
  const columns = Object.fromEntries(PRICE_COLUMNS.map((name, index) => [name, Float64Array.from(rows, (row) => row[index]!)])) as unknown as FrameColumns;
  return createFrame({ exchange: 'simulated', market: 'spot', symbol: dice.one(['BTCUSDT', 'PEPEUSDT']), interval }, Float64Array.from(times), columns);
}

/** On the grid, so that about half of the candles lie after the cut-off. */
function firstOpenTime(dice: Dice, interval: Interval, count: number): number {
  if (interval === '1M') return Date.UTC(2024, 7 - dice.whole(0, count));
  // 2024-07-29 was a Monday, and is on the grid of all others too.
  const lengthMs = endOf(0, interval);
  return Date.UTC(2024, 6, 29) + (interval === '1w' ? 0 : Math.floor((3 * 86_400_000) / lengthMs) * lengthMs) - dice.whole(0, count) * lengthMs;
}

/** The first rows of a frame. */
export const beginningOf = ({ series, openTimeMs, columns }: Frame, rows: number): Frame =>
  createFrame(series, openTimeMs.slice(0, rows), Object.fromEntries(PRICE_COLUMNS.map((name) => [name, columns[name].slice(0, rows)])) as unknown as FrameColumns);

/** The same candles up to a row; those that come later are others. */
export function otherwiseFrom({ series, openTimeMs, columns }: Frame, row: number): Frame {
  const changed = PRICE_COLUMNS.map((name) => [name, columns[name].map((value, at) => (at < row ? value : value * 1.5 + 1))]);
  return createFrame(series, openTimeMs.slice(), Object.fromEntries(changed) as unknown as FrameColumns);
}

export function makeUpSettings(dice: Dice): JudgingSettings {
  const masked = dice.chance(0.4);
  const samples = dice.one([1, 1, 1, 2, 3, 5]);
  return {
    instruction: dice.one(['Buy dips.', 'Buy when a fall slows down; sell into strength.\nElse hold.']),
    candles: dice.whole(1, 12),
    every: dice.one([1, 1, 1, 2, 3, 4, 7]),
    masked, samples,
    leastAgreement: dice.one([1, 0.6, 0.5, 0.34, 2 / 3]),
    temperature: dice.one([0, 1]),
    ...(dice.chance(0.3) && { maxOutputTokens: dice.one([20, 150, 1_000]) }),
    ...(!masked && dice.chance(0.2) && { note: dice.one(['ETF inflows slow.', 'It is "over", they say.']) }),
  };
}

/** What may change from one run to the next. */
export function changeSettings(dice: Dice, settings: JudgingSettings): JudgingSettings {
  const change = dice.one(['agreement', 'samples', 'every', 'candles', 'temperature']);
  if (change === 'agreement') return { ...settings, leastAgreement: dice.one([1, 0.6, 0.5]) };
  if (change === 'samples') return { ...settings, samples: dice.whole(1, 4) };
  if (change === 'every') return { ...settings, every: dice.whole(1, 5) };
  if (change === 'candles') return { ...settings, candles: dice.whole(1, 12) };
  return { ...settings, temperature: settings.temperature === 0 ? 0.5 : 0 };
}

/** @returns what is known of the last day of each model: the date, or null */
export function makeUpPrices(dice: Dice): { readonly prices: readonly Price[]; readonly knows: (model: string) => string | null; readonly factor: number } {
  const dates: Readonly<Record<string, string | null>> = { [ASKED]: dice.one(['2024-07-31', '2024-07-31', '2024-07-30', '2024-07-31', null]), [OTHER]: dice.one(['2024-07-29', '2024-07-31', '2024-08-03', '2024-08-01', null]) };
  const tokenFactor = dice.one([1, 1.5, undefined]);
  const hasPeak = dice.chance(0.5);
  const price = (model: string, cheaper: number): Price => ({
    models: model === ASKED ? [ASKED, 'deepseek-v3.2'] : [model],
    providers: ['holysheep'],
    inputUsd: 0.28 / cheaper, cachedInputUsd: 0.028 / cheaper, outputUsd: 0.42 / cheaper, date: '2026-01-02', source: 'a test',
    ...(tokenFactor !== undefined && { tokenFactor }),
    ...(hasPeak && { peak: { hours: [[1, 4], [6, 10]], factor: 2 } }),
    knowledgeCutOff: dates[model] === null ? null : { date: dates[model]!, kind: 'stated', source: 'a test' },
  });
  const most = tokenFactor ?? 3;
  return { prices: [price(ASKED, 1), price(OTHER, dice.one([1, 2]))], knows: (model) => (model === OTHER ? dates[OTHER]! : /^(?:deepseek-chat|deepseek-v3\.2)/.test(model) ? dates[ASKED]! : null), factor: dice.one([1, (1 + most) / 2, most]) };
}

export function makeUpProvider(dice: Dice): Provider {
  const { objectOnlyModels: _only, limits: _limits, ...holysheep } = PROVIDERS.holysheep;
  const requestsPerMinute = dice.one([undefined, 300, 60, 20]);
  const tokensPerMinute = dice.one([undefined, undefined, 60_000]);
  return { ...holysheep, limits: { ...(requestsPerMinute !== undefined && { requestsPerMinute }), ...(tokensPerMinute !== undefined && { tokensPerMinute }) } };
}

const SAID: Mood = { ...Object.fromEntries(SAYINGS.map((saying) => [saying, 1])), good: 40, alias: 2, dated: 2 };
const PASSING: Mood = { busy: 2, 'busy with time': 2, fault: 3, page: 1, reset: 2, 'cut after headers': 1, 'cut in the body': 2, stall: 1, 'no usage': 3, 'impossible usage': 1 };
export const MOODS = {
  calm: SAID,
  unsteady: { ...SAID, ...PASSING },
  stormy: { good: 20, ...PASSING },
  down: { good: 1, fault: 20, reset: 5, stall: 1 },
  crowded: { good: 10, busy: 10, 'busy with time': 5 },
  strange: { ...SAID, rerouted: 1, unpriced: 1 },
  ending: { ...SAID, 'wrong key': 1, 'no balance': 1, 'no quota': 1 },
} as const satisfies Record<string, Mood>;

/** A moment at which a run begins: now and then just before the prices change. */
export const makeUpStart = (dice: Dice): number => Date.UTC(2026, 10, dice.whole(1, 14), dice.one([0, 3, 3, 5, 9, 9, 22]), dice.one([0, 59, 59]), dice.whole(0, 59));
