import { type Clock, systemClock, WickError } from '@wick/core';
import { answerToVerdict, type Verdict } from './answer-to-verdict.ts';
import { backoffMs, type BackoffOptions } from './backoff.ts';
import { binanceHttp, type HttpAnswer, type HttpGet, type HttpOptions } from './binance-http.ts';
import { WeightBudget } from './weight-budget.ts';

export interface RestClientOptions extends HttpOptions {
  readonly clock?: Clock;
  /** How often a request is tried before it is given up; 6 unless told. */
  readonly maxAttempts?: number;
  readonly backoff?: BackoffOptions;
  /** A ban that lasts longer than this is an error, a shorter one is waited for; 5 minutes unless told. */
  readonly maxBanWaitMs?: number;
  /** Told before every wait that is not the plain weight budget's. */
  readonly onWait?: (wait: { readonly why: string; readonly waitMs: number }) => void;
}

export interface RestRequest {
  readonly path: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly weight: number;
  readonly signal?: AbortSignal | undefined;
}

/** Until `exchangeInfo` has said it: small enough for every market. */
const CAUTIOUS_LIMIT = 1_000;

/** Thrown for an unknown symbol; only the source knows which symbols there are. */
export class SymbolUnknown extends Error {}

/** Requests that wait for their turn, are tried again where that helps, and end in an answer or a WickError. */
export class RestClient {
  readonly budget: WeightBudget;
  readonly #clock: Clock;
  readonly #get: HttpGet;
  readonly #options: RestClientOptions;

  constructor(options: RestClientOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#get = binanceHttp(options);
    this.budget = new WeightBudget(this.#clock, CAUTIOUS_LIMIT);
  }

  /**
   * The body of a good answer.
   * @throws WickError EXCHANGE_REFUSED, EXCHANGE_BANNED, EXCHANGE_UNREACHABLE, INTERVAL_UNKNOWN
   */
  async get(request: RestRequest): Promise<unknown> {
    const { maxAttempts = 6 } = this.#options;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#try(request);
      if ('body' in outcome) return outcome.body;
      const { verdict, cause } = outcome;
      if (verdict.kind === 'refused') throw verdict.error;
      if (verdict.kind === 'symbol-unknown') throw new SymbolUnknown();
      if (verdict.kind === 'banned') this.#obeyBan(verdict.untilMs);
      if (attempt >= maxAttempts) throw unreachable(request, attempt, verdict, cause);
      if (verdict.kind === 'limited') this.#obeyLimit(verdict.waitMs);
      if (verdict.kind === 'retry') {
        const waitMs = backoffMs(attempt, this.#options.backoff);
        this.#options.onWait?.({ why: verdict.why, waitMs });
        await this.#clock.sleep(waitMs, request.signal);
      }
    }
  }

  async #try(request: RestRequest): Promise<{ readonly body: unknown } | { readonly verdict: Exclude<Verdict, { kind: 'good' }>; readonly cause?: unknown }> {
    const settle = await this.budget.take(request.weight, request.signal);
    let answer: HttpAnswer;
    try {
      answer = await this.#get(request.path, request.parameters ?? {}, request.signal);
    } catch (cause) {
      settle(undefined);
      request.signal?.throwIfAborted();
      return { verdict: { kind: 'retry', why: String((cause as { message?: unknown }).message ?? cause) }, cause };
    }
    const used = Number(answer.headers['x-mbx-used-weight-1m']);
    settle(Number.isFinite(used) ? used : undefined);
    const verdict = answerToVerdict(answer, this.budget.exchangeTimeMs());
    return verdict.kind === 'good' ? { body: answer.body } : { verdict };
  }

  #obeyLimit(waitMs: number): void {
    this.#options.onWait?.({ why: 'the request limit is reached', waitMs });
    this.budget.block(waitMs);
  }

  #obeyBan(untilMs: number): void {
    const waitMs = untilMs - this.budget.exchangeTimeMs();
    const { maxBanWaitMs = 300_000 } = this.#options;
    if (waitMs > maxBanWaitMs) {
      throw new WickError('EXCHANGE_BANNED', `Binance has banned this address until ${new Date(untilMs).toISOString()}.`, {
        remedy: 'Ask nothing until then: every request makes it longer. Look for other programs behind the same address.',
        details: { untilMs },
      });
    }
    this.#options.onWait?.({ why: 'banned by the exchange', waitMs });
    this.budget.block(waitMs);
  }
}

function unreachable(request: RestRequest, attempts: number, verdict: Verdict, cause: unknown): WickError {
  const why = verdict.kind === 'retry' ? verdict.why : 'its limits leave no room';
  return new WickError('EXCHANGE_UNREACHABLE', `The exchange did not answer ${request.path} in ${attempts} attempts: ${why}.`, {
    remedy: 'Check the network and try again; what is already stored stays, and the work goes on from there.',
    details: { path: request.path, attempts },
    cause,
  });
}
