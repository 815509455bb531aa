import type { Cassette, CassetteStore } from '@wick/core';
import { bodyToReply } from '../chat/completion.ts';
import { addUsage, type Usage } from '../cost/usage-to-cost.ts';
import type { Judgement } from '../judgement/judgement.ts';
import { replyToJudgement } from '../judgement/reply-to-judgement.ts';
import type { JudgingPlan } from './judging-plan.ts';

/** Answers that are read at once: their bodies are in memory for as long as they are judged. */
const CHUNK = 1_000;
/** Answers of which the tokens are remembered one by one, to estimate others by. */
const MEASURED = 200;

const DAMAGED: Judgement = { kind: 'none', why: 'not-json', detail: 'What is recorded is no answer of a model.' };

/** What an answer used, and which it was. */
export interface MeasuredPlace {
  readonly place: number;
  readonly usage: Usage;
}

/**
 * The answers of a plan as far as they are recorded, judged. Answers that were just given are read from here like those of
 * years ago, so a replay cannot come to anything else. Bodies are not kept.
 */
export class RecordedAnswers {
  readonly #plan: JudgingPlan;
  readonly #cassettes: CassetteStore;
  /** Whose answers count, the model that is asked first. */
  readonly #models: readonly string[];
  readonly #judgements: (Judgement | undefined)[];
  readonly #counted = new Set<string>();
  readonly #answeredBy = new Set<string>();
  readonly #measured: MeasuredPlace[] = [];
  #usage: Usage | null = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  #count = 0;

  constructor(plan: JudgingPlan, cassettes: CassetteStore, accepted: readonly string[]) {
    this.#plan = plan;
    this.#cassettes = cassettes;
    this.#models = [...new Set([plan.asked.model, ...accepted])];
    this.#judgements = Array.from({ length: plan.places });
  }

  /** How many are recorded. */
  get count(): number {
    return this.#count;
  }

  /** The models that the answers name, in alphabetical order. */
  get answeredBy(): string[] {
    return [...this.#answeredBy].sort();
  }

  /** Tokens of all that are recorded; null where a provider did not say. */
  get usage(): Usage | null {
    return this.#usage;
  }

  /** The first few with their tokens. */
  get measured(): readonly MeasuredPlace[] {
    return this.#measured;
  }

  judgement(place: number): Judgement | undefined {
    return this.#judgements[place];
  }

  /** Reads what is recorded by now of the answers that are not read yet. @returns the places of the others */
  async readOpen(signal?: AbortSignal): Promise<number[]> {
    const places = [...this.#judgements.keys()].filter((place) => this.#judgements[place] === undefined);
    const open: number[] = [];
    let ahead = this.#fetch(places, 0);
    for (let start = 0; start < places.length; start += CHUNK) {
      signal?.throwIfAborted();
      const fetched = await ahead;
      // The database looks for the next ones while these are judged.
      ahead = this.#fetch(places, start + CHUNK);
      ahead.catch(() => undefined);
      await eventLoopTurn();
      for (const { place, cassette } of fetched) {
        if (cassette) this.#judge(place, cassette);
        else open.push(place);
      }
    }
    return open;
  }

  async #fetch(places: readonly number[], start: number): Promise<{ place: number; cassette: Cassette | undefined }[]> {
    const chunk = places.slice(start, start + CHUNK);
    if (chunk.length === 0) return [];
    const keys = chunk.map((place) => this.#models.map((model) => this.#plan.keys(model)[place]!));
    const cassettes = await this.#cassettes.cassettes(keys.flat());
    return chunk.map((place, at) => ({ place, cassette: keys[at]!.map((key) => cassettes.get(key)).find((each) => each !== undefined) }));
  }

  #judge(place: number, { key, body }: Cassette): void {
    const reply = bodyToReply(body);
    // Nothing else is ever recorded; asked again, it would be paid for each time, since the first answer stays.
    this.#judgements[place] = reply ? replyToJudgement(reply, this.#plan.questions.timeLabel(this.#plan.windowOf(place))) : DAMAGED;
    if (reply) this.#answeredBy.add(reply.model);
    this.#count++;
    // Windows that look the same have one answer, which was paid for once.
    if (this.#counted.has(key)) return;
    this.#counted.add(key);
    const usage = reply?.usage;
    this.#usage = this.#usage && usage ? addUsage(this.#usage, usage) : null;
    if (usage && this.#measured.length < MEASURED) this.#measured.push({ place, usage });
  }
}

const eventLoopTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
