/** An answer of a language model as it came, to be given again instead of asking. Never overwritten. */
export interface Cassette {
  /** SHA-256 in hex of everything that the answer may depend on: model, prompt template, schema, parameters, window, number of the sample. */
  readonly key: string;
  /** The body of the response, JSON. */
  readonly body: string;
  /** When the answer came, epoch milliseconds UTC. */
  readonly answeredAtMs: number;
  /** What it cost in US dollars; null where that is unknown. */
  readonly usd: number | null;
}

/** A request that is about to be sent, entered before it is, so that a crash cannot hide what it cost. */
export interface PaidRequest {
  /** Of the cassette that its answer will be. */
  readonly key: string;
  /** Whose limits it counts against, such as `holysheep`. */
  readonly provider: string;
  readonly sentAtMs: number;
  /** Tokens of the prompt, and the most that the answer may have. */
  readonly tokens: number;
  /** The most that it may cost in US dollars; null where no price is known. */
  readonly worstUsd: number | null;
}

/** What the requests for some cassettes have cost, answered or not. */
export interface Spending {
  readonly requests: number;
  /** Of requests whose cost is known, in US dollars. */
  readonly settledUsd: number;
  /** Requests that may have been charged and whose cost nobody knows: crashed, cut off, without usage. */
  readonly unsettled: number;
  /** Those at their worst, in US dollars; null if one of them has no worst. */
  readonly unsettledUsd: number | null;
}

/**
 * Answers of models, and what was paid for them. A request is entered with {@link CassetteStore.begin} before it is sent
 * and settled after; one that is never settled counts at its worst for ever. Every method rejects with a RangeError where
 * a key or an amount is none: see {@link checkCassetteKey} and {@link checkUsd}.
 */
export interface CassetteStore {
  /** Those of these keys that are recorded, by key. Takes any number of keys. */
  cassettes(keys: readonly string[]): Promise<Map<string, Cassette>>;
  /** When this has resolved, no crash of anybody takes the entry away. @returns the number under which the request is settled */
  begin(request: PaidRequest): Promise<string>;
  /**
   * The request's answer and its cost, in one transaction. Of two answers to one key the first stays, and both are paid for.
   * An answer that is not what was asked for may have a key of its own; it is paid for under the request's.
   * `usd` null: charged, nobody knows how much. Without a cassette: the request failed, and cost `usd` (0 where nothing was charged).
   * A request that is settled already stays as it is, so whoever did not hear that it was may settle it again.
   * Rejects with a RangeError where no such request was begun.
   */
  settle(request: string, outcome: { readonly usd: number | null; readonly cassette?: Omit<Cassette, 'usd'> }): Promise<void>;
  /** Of all requests that were ever begun for these keys. A key that is given twice counts once. */
  spending(keys: readonly string[]): Promise<Spending>;
  /** Requests to a provider at or after `sinceMs`, by all processes, in the order in which they were sent. */
  recentRequests(provider: string, sinceMs: number): Promise<readonly Pick<PaidRequest, 'sentAtMs' | 'tokens'>[]>;
}

/** @returns the key. @throws RangeError unless it is a SHA-256 in 64 lower-case hex digits */
export function checkCassetteKey(key: string): string {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new RangeError(`the key of a cassette is a SHA-256 in lower-case hex, not ${JSON.stringify(key)}`);
  return key;
}

/** @returns the amount. @throws RangeError unless it is unknown, or a number of US dollars from 0 on */
export function checkUsd(usd: number | null): number | null {
  if (usd !== null && !(usd >= 0 && usd < Infinity)) throw new RangeError(`an amount of US dollars is 0 or more, or null if unknown, not ${usd}`);
  return usd;
}
