import type { Question } from '../chat/question.ts';
import { commonBeginning } from './common-beginning.ts';
import type { TokenCounter } from './count-tokens.ts';
import { dayOf, findPrice } from './find-price.ts';
import { meanPrice } from './mean-price.ts';
import type { Price } from './price.ts';
import { PRICES } from './prices.ts';
import { type Usage, usageToUsd } from './usage-to-cost.ts';
import { worstUsd } from './worst-usd.ts';

/** A run that is about to start. */
export interface PlannedRun {
  readonly provider: string;
  readonly model: string;
  /** Requests that will be sent: windows that are not recorded yet, times samples. */
  readonly requests: number;
  /** Some of the questions, spread evenly over the run: their mean stands for all. At least one if there are requests. */
  readonly sample: readonly Question[];
  /** Answers of the same model to questions of the same kind, from earlier runs. */
  readonly measured?: readonly MeasuredAnswer[];
  /** Epoch milliseconds UTC, and how long the run will take at the provider's limits. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly prices?: readonly Price[];
  /** What an answer has where nothing was measured. */
  readonly completionTokens?: number;
}

/** What we counted for a question, and what the provider charged for it. */
export interface MeasuredAnswer {
  readonly countedTokens: number;
  readonly usage: Usage;
}

export interface Estimate {
  readonly requests: number;
  /** null where no price is known. */
  readonly expectedUsd: number | null;
  /** Every request at the worst of the dearest question of the sample, in the dearest hour, as a provider may make us wait, none sent twice; null where a price or the limit of an answer is missing. */
  readonly worstUsd: number | null;
  readonly tokens: Usage;
  readonly priceDate: string | null;
  readonly source: string | null;
  /** What the figures rest on, one sentence each. */
  readonly assumptions: readonly string[];
}

/** A time, a reason of a sentence or two, an action and a confidence, as JSON. */
export const ASSUMED_COMPLETION_TOKENS = 60;

/** What a run will cost: tokens by our count, mended by what the model has charged so far, at the prices of the hours in which it will run. */
export function estimateRun(run: PlannedRun, counter: TokenCounter): Estimate {
  const { provider, model, requests, startMs, durationMs, measured = [], prices = PRICES } = run;
  const price = findPrice(provider, model, startMs, prices);
  const counted = run.sample.map((question) => counter.tokensOf(question));
  const prompt = expectedPrompt(run, counted, counter, price);
  const completion = expectedCompletion(run.completionTokens, measured);
  const tokens: Usage = {
    promptTokens: Math.round(requests * prompt.tokens),
    cachedTokens: Math.round(Math.max(0, requests - 1) * prompt.cachedTokens),
    completionTokens: Math.round(requests * completion.tokens),
  };
  const assumptions = [prompt.assumption, prompt.cacheAssumption, completion.assumption];
  const mean = price && meanPrice(provider, model, startMs, durationMs, prices);
  if (!price || !mean) {
    const reason = `No price is known for ${model} at ${provider} ${price ? 'over the whole run' : `on ${dayOf(startMs)}`}.`;
    return { requests, expectedUsd: null, worstUsd: null, tokens, priceDate: null, source: null, assumptions: [...assumptions, reason] };
  }
  return {
    requests,
    expectedUsd: usageToUsd(tokens, mean),
    worstUsd: worstOfRun(run, price, counted),
    tokens,
    priceDate: price.date,
    source: price.source,
    assumptions: [...assumptions, hoursToSentence(price, mean)],
  };
}

interface ExpectedPrompt {
  readonly tokens: number;
  readonly cachedTokens: number;
  readonly assumption: string;
  readonly cacheAssumption: string;
}

function expectedPrompt({ measured = [], sample }: PlannedRun, counted: readonly number[], counter: TokenCounter, price: Price | undefined): ExpectedPrompt {
  const charged = sumOf(measured.map(({ usage }) => usage.promptTokens));
  const ratio = measured.length > 0 ? charged / sumOf(measured.map(({ countedTokens }) => countedTokens)) : 1;
  const tokens = ratio * meanOf(counted);
  const assumption =
    measured.length > 0
      ? `The provider charges ${ratio.toFixed(3)} tokens for one of ours, by ${answers(measured.length)}.`
      : 'The provider counts tokens as o200k_base does; nothing has been measured yet.';
  if (measured.length >= LEAST_MEASURED_FOR_CACHE) {
    // What is shared is a beginning: as many tokens of a longer prompt, not as great a share of it.
    const cachedTokens = Math.min(tokens, medianOf(measured.map(({ usage }) => usage.cachedTokens)));
    const cacheAssumption = `The provider finds ${cachedTokens.toFixed(0)} tokens of a prompt in its cache, as for the middle one of these answers.`;
    return { tokens, cachedTokens, assumption, cacheAssumption };
  }
  const { prefixCache } = price ?? {};
  if (!prefixCache) return { tokens, cachedTokens: 0, assumption, cacheAssumption: 'No prompt is found in a cache of the provider.' };
  const shared = ratio * counter.tokensOf(commonBeginning(sample));
  const cachedTokens = shared < prefixCache.leastTokens ? 0 : Math.min(tokens, Math.floor(shared / prefixCache.blockTokens) * prefixCache.blockTokens);
  const cacheAssumption = `The provider finds the ${Math.round(cachedTokens)} tokens with which all prompts begin in its cache, from the second request on.`;
  return { tokens, cachedTokens, assumption, cacheAssumption };
}

/** The first answers of a run find no cache yet: a few say nothing about it. */
const LEAST_MEASURED_FOR_CACHE = 5;

function expectedCompletion(assumed: number | undefined, measured: readonly MeasuredAnswer[]): { readonly tokens: number; readonly assumption: string } {
  if (measured.length > 0) {
    const tokens = meanOf(measured.map(({ usage }) => usage.completionTokens));
    return { tokens, assumption: `An answer has ${tokens.toFixed(0)} tokens, the mean of ${answers(measured.length)}.` };
  }
  const tokens = assumed ?? ASSUMED_COMPLETION_TOKENS;
  return { tokens, assumption: `An answer has ${tokens} tokens, which is assumed: nothing has been measured yet.` };
}

function worstOfRun({ requests, sample }: PlannedRun, price: Price, counted: readonly number[]): number | null {
  if (requests === 0) return 0;
  return sample.reduce<number | null>((worst, { maxOutputTokens }, index) => {
    const usd = worstUsd(price, counted[index]!, maxOutputTokens);
    return worst === null || usd === null ? null : Math.max(worst, usd * requests);
  }, 0);
}

function hoursToSentence({ peak }: Price, mean: Price & { readonly peakShare: number }): string {
  if (!peak) return 'The price is the same at every hour.';
  const hours = peak.hours.map(([from, to]) => `${hourToText(from)}–${hourToText(to)}`).join(' and ');
  return `${percent(mean.peakShare)} of the run falls into the peak, weekdays ${hours} UTC, at ${peak.factor} times the price.`;
}

const hourToText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)}%`;
const answers = (count: number): string => (count === 1 ? 'one recorded answer' : `${count} recorded answers`);
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]): number => (values.length > 0 ? sumOf(values) / values.length : 0);
const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;
