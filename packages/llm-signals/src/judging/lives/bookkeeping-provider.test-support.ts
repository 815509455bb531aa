import type { Clock } from '@wick/core';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Price } from '../../cost/price.ts';
import type { Dice } from './dice.test-support.ts';
import { makeUpAnswer, makeUpUsage, type Saying, SAYINGS } from './made-up-answer.test-support.ts';
import type { MadeUp } from './naive-lines.test-support.ts';

/** What becomes of a request: an answer of some kind, or none. */
export type Fate =
  | Saying
  | 'no usage' | 'impossible usage' | 'alias' | 'dated' | 'rerouted' | 'unpriced'
  | 'no schema' | 'busy' | 'busy with time' | 'fault' | 'page' | 'reset' | 'cut after headers' | 'cut in the body' | 'stall' | 'wrong key' | 'no balance' | 'no quota';
export type Mood = Readonly<Partial<Record<Fate, number>>>;

/** A request as the provider's own books have it. */
export interface Arrival {
  readonly atMs: number;
  readonly process: number;
  readonly fate: Fate;
  readonly data: string;
  readonly system: string;
  /** What was really charged, whatever the caller is told. */
  readonly chargedUsd: number;
  /** Since when it has been told to wait, and until when. */
  readonly wait?: { readonly fromMs: number; readonly untilMs: number };
}

/** What the models of the provider are called. */
export const ASKED = 'deepseek-chat';
export const OTHER = 'cheaper-9';
const NAMES: Partial<Record<Fate, string>> = { alias: 'deepseek-v3.2', dated: 'deepseek-chat-2025-12-01', rerouted: OTHER, unpriced: 'mystery-1' };

interface Sent {
  readonly model: string;
  readonly messages: readonly { readonly content: string }[];
  readonly max_tokens: number;
  readonly response_format: { readonly type: string };
}

/** A provider that outlives the processes that ask it, and knows what it charged. */
export class BookkeepingProvider {
  readonly arrivals: Arrival[] = [];
  /** What each answer is worth, by the id in its body. */
  readonly answers = new Map<string, MadeUp>();
  /** The data that each answer is about, by the same id. */
  readonly about = new Map<string, string>();
  mood: Mood = { good: 1 };
  /** Refuses JSON schemas, as DeepSeek does. */
  takesSchemas = true;
  readonly #dice: Dice;
  readonly #prices: readonly Price[];
  readonly #factor: number;
  readonly #tokens = new Map<string, number>();

  /** @param factor tokens of this provider for one of ours */
  constructor(dice: Dice, prices: readonly Price[], factor: number) {
    [this.#dice, this.#prices, this.#factor] = [dice, prices, factor];
  }

  /** What one process asks with. @param onArrival may end the process */
  fetchOf(process: number, clock: Clock, onArrival: () => void): typeof globalThis.fetch {
    return (async (_url: unknown, init?: RequestInit) => {
      const signal = init!.signal!;
      signal.throwIfAborted();
      const sent = JSON.parse(init!.body as string) as Sent;
      if (sent.response_format.type === 'json_schema' && !this.takesSchemas) {
        const [system, user] = sent.messages;
        this.arrivals.push({ atMs: clock.nowMs(), process, fate: 'no schema', system: system!.content, data: user!.content, chargedUsd: 0 });
        return Response.json({ error: { message: 'response_format json_schema is not supported' } }, { status: 400 });
      }
      const latencyMs = this.#dice.chance(0.2) ? 0 : this.#dice.whole(1, 8_000);
      const answer = this.#arrive(process, clock, sent, latencyMs);
      onArrival();
      if (latencyMs > 0) await clock.sleep(latencyMs, signal);
      return answer(signal);
    }) as typeof globalThis.fetch;
  }

  #arrive(process: number, clock: Clock, sent: Sent, latencyMs: number): (signal: AbortSignal) => Response | Promise<Response> {
    const dice = this.#dice;
    const fate = dice.weighted(this.mood);
    const [system, user] = sent.messages;
    const arrival = { atMs: clock.nowMs(), process, fate, system: system!.content, data: user!.content };
    const usage = makeUpUsage(dice, this.#countOf(system!.content) + this.#countOf(user!.content) + 11, this.#factor, sent.max_tokens);
    const model = NAMES[fate] ?? ASKED;
    const fullUsd = this.#costOf(usage, model, arrival.atMs);
    const book = (chargedUsd: number, wait?: Arrival['wait']): void => void this.arrivals.push({ ...arrival, chargedUsd, ...(wait && { wait }) });
    const [status, error, headers] = REFUSALS[fate] ?? [];
    if (status !== undefined) {
      const seconds = dice.one([1, 7, 60, 600, dice.whole(1, 9_000)]);
      const toldAtMs = arrival.atMs + latencyMs;
      // A fault may have happened after the model had been paid for.
      book(fate === 'fault' && dice.chance(0.5) ? fullUsd : 0, fate === 'busy with time' ? { fromMs: toldAtMs, untilMs: toldAtMs + seconds * 1_000 } : undefined);
      return () => Response.json({ error: { message: 'simulated', ...error } }, { status, headers: headers ? { 'retry-after': String(seconds) } : {} });
    }
    const isSaid = (SAYINGS as readonly string[]).includes(fate) || fate in NAMES || fate.endsWith('usage');
    book(isSaid || fate === 'cut in the body' || dice.chance(0.5) ? fullUsd : 0);
    if (fate === 'page') return () => new Response('<html><body>a proxy</body></html>', { headers: { 'content-type': 'text/html' } });
    if (fate === 'reset') return () => { throw new TypeError('terminated'); };
    if (fate === 'stall') return stalled;
    if (fate === 'cut after headers') return () => brokenOff('');
    const body = this.#answer(fate, model, user!.content, usage);
    return () => (fate === 'cut in the body' ? brokenOff(body.slice(0, body.length / 2)) : new Response(body, { headers: { 'content-type': 'application/json' } }));
  }

  #answer(fate: Fate, model: string, data: string, used: NonNullable<MadeUp['usage']>): string {
    const saying = (SAYINGS as readonly string[]).includes(fate) ? (fate as Saying) : 'good';
    const { time } = JSON.parse(data) as { time: string };
    const { meant, choice, ahead } = makeUpAnswer(this.#dice, saying, time);
    const id = `answer-${this.answers.size}`;
    const usage = fate.endsWith('usage') ? null : used;
    this.answers.set(id, { meant, model, usage });
    this.about.set(id, data);
    const shown = { prompt_tokens: used.prompt, completion_tokens: used.completion, prompt_tokens_details: { cached_tokens: fate === 'impossible usage' ? used.prompt + 1 : used.cached } };
    return `${ahead}${JSON.stringify({ id, object: 'chat.completion', model, choices: [{ index: 0, ...choice }], ...(fate !== 'no usage' && { usage: shown }) })}`;
  }

  #countOf(text: string): number {
    const known = this.#tokens.get(text) ?? countTokens(text);
    this.#tokens.set(text, known);
    return known;
  }

  /** By the time at which the request came. A model that nobody knows the price of is as dear as the one that was asked. */
  #costOf({ prompt, cached, completion }: NonNullable<MadeUp['usage']>, model: string, atMs: number): number {
    const price = this.#prices.find(({ models }) => models.includes(model === OTHER ? OTHER : ASKED))!;
    const [day, hour] = [new Date(atMs).getUTCDay(), (atMs % 86_400_000) / 3_600_000];
    const isPeak = day !== 0 && day !== 6 && (price.peak?.hours ?? []).some(([from, to]) => hour >= from && hour < to);
    return ((isPeak ? price.peak!.factor : 1) * ((prompt - cached) * price.inputUsd + cached * price.cachedInputUsd + completion * price.outputUsd)) / 1e6;
  }
}

type Refusal = readonly [status: number, error: Readonly<Record<string, string>>, tellsTime?: true];
const REFUSALS: Partial<Record<Fate, Refusal>> = {
  busy: [429, {}],
  'busy with time': [429, {}, true],
  fault: [500, {}],
  'wrong key': [401, {}],
  'no balance': [402, {}],
  'no quota': [429, { code: 'insufficient_quota' }],
};

const stalled = (signal: AbortSignal): Promise<Response> =>
  new Promise((_resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

function brokenOff(text: string): Response {
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent || text === '') return controller.error(new TypeError('terminated'));
      isSent = true;
      controller.enqueue(Buffer.from(text));
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}
