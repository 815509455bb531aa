import type { Cassette, CassetteStore } from '@wick/core';
import { bodyToReply } from '../chat/completion.ts';
import { addUsage, type Usage } from '../cost/usage-to-cost.ts';
import type { Judgement } from '../judgement/judgement.ts';
import { replyToJudgement } from '../judgement/reply-to-judgement.ts';
import type { JudgingPlan } from './judging-plan.ts';

/** Answers that are read at once: their bodies are in memory for as long as they are judged. */
const CHUNK = 500;
/** Answers of which the tokens are remembered one by one, to estimate others by. */
const MEASURED = 200;

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
    for (let start = 0; start < places.length; start += CHUNK) {
      signal?.throwIfAborted();
      await this.#readChunk(places.slice(start, start + CHUNK), open);
    }
    return open;
  }

  async #readChunk(places: readonly number[], open: number[]): Promise<void> {
    const keys = places.map((place) => this.#models.map((model) => this.#plan.keys(model)[place]!));
    const cassettes = await this.#cassettes.cassettes(keys.flat());
    for (const [at, place] of places.entries()) {
      const key = keys[at]!.find((each) => cassettes.has(each));
      if (key === undefined || !this.#judge(place, cassettes.get(key)!)) open.push(place);
    }
  }

  #judge(place: number, { key, body }: Cassette): boolean {
    const reply = bodyToReply(body);
    if (!reply) return false;
    const { questions } = this.#plan;
    this.#judgements[place] = replyToJudgement(reply, questions.timeLabel(this.#plan.windowOf(place)));
    this.#answeredBy.add(reply.model);
    this.#count++;
    // Windows that look the same have one answer, which was paid for once.
    if (this.#counted.has(key)) return true;
    this.#counted.add(key);
    this.#usage = this.#usage && reply.usage ? addUsage(this.#usage, reply.usage) : null;
    if (reply.usage && this.#measured.length < MEASURED) this.#measured.push({ place, usage: reply.usage });
    return true;
  }
}
