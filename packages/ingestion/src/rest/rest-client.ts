import { type Clock, type LimitBlock, type LimitLedger, SECOND_MS, systemClock, WickError } from '@wick/core';
import { answerToVerdict, type Verdict } from './answer-to-verdict.ts';
import { backoffMs, type BackoffOptions } from './backoff.ts';
import { binanceHttp, budgetKey, type HttpAnswer, type HttpGet, type HttpOptions } from './binance-http.ts';
import { SharedLimits } from './shared-limits.ts';
import { WeightBudget } from './weight-budget.ts';

export interface RestClientOptions extends HttpOptions {
  readonly clock?: Clock;
  /** What all processes share that use one database: without it, every process believes to be alone until answers say otherwise. */
  readonly limits?: LimitLedger;
  /** Requests under way at the same time; 16 unless told. */
  readonly concurrency?: number;
  /** How often a request is tried before it is given up; 6 unless told. Waiting for a limit does not count. */
  readonly maxAttempts?: number;
  readonly backoff?: BackoffOptions;
  /** A ban that lasts longer than this is an error, a shorter one is waited for; 5 minutes unless told. */
  readonly maxBanWaitMs?: number;
  /** Told before every wait that is not the plain weight budget's. */
  readonly onWait?: (wait: { readonly why: string; readonly waitMs: number }) => void;
  /** Told of trouble that does not end the work, such as a shared budget that cannot be reached. */
  readonly onTrouble?: (trouble: { readonly why: string; readonly cause?: unknown }) => void;
  /** Another way to make a GET than the `binance` package. */
  readonly httpGet?: HttpGet;
}

export interface RestRequest {
  readonly path: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly weight: number;
  readonly signal?: AbortSignal | undefined;
}

/** A budget beside the one of request weight, for endpoints that have their own. */
export interface OwnBudget {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
}

export const DEFAULT_CONCURRENCY = 16;
/** Until `exchangeInfo` has said it: small enough for every market. */
const CAUTIOUS_LIMIT = 1_000;
/** In a row, each wait being at least as long as the exchange says. */
const MOST_LIMITED = 20;
/** A firewall that let requests through before may do so again. */
const MOST_WALLED = 3;
const WALLED_MS = 60 * SECOND_MS;
/** Where a 429 names no time or none at all, waits grow up to a window. */
const LIMIT_BACKOFF: BackoffOptions = { firstMs: SECOND_MS, longestMs: 60 * SECOND_MS };

/** Thrown for an unknown symbol; only the source knows which symbols there are. */
export class SymbolUnknown extends Error {}

/** Requests that wait for their turn, are tried again where that helps, and end in an answer or a WickError. */
export class RestClient {
  readonly budget: WeightBudget;
  /** Called when the exchange has refused a request because of its limits: they may be others now. */
  onLimited: (() => void) | undefined;
  readonly #clock: Clock;
  readonly #get: HttpGet;
  readonly #options: RestClientOptions;
  readonly #own: OwnBudget | undefined;
  /** Has there been a good answer? */
  #served = false;

  constructor(options: RestClientOptions, own?: OwnBudget) {
    this.#options = options;
    this.#own = own;
    this.#clock = options.clock ?? systemClock;
    this.#get = options.httpGet ?? binanceHttp(options);
    const { concurrency = DEFAULT_CONCURRENCY, maxBanWaitMs = 300_000, limits: ledger, onTrouble } = options;
    const blockKey = budgetKey(options);
    const key = own ? `${blockKey}:${own.name}` : blockKey;
    this.budget = new WeightBudget({
      clock: this.#clock,
      limit: CAUTIOUS_LIMIT,
      ...own,
      concurrency,
      maxBanWaitMs,
      shared: ledger && new SharedLimits({ ledger, key, blockKey, clock: this.#clock, onTrouble }),
      onBlock: ({ why }: LimitBlock, waitMs) => {
        if (why === 'limited') this.#options.onWait?.({ why: 'the request limit is reached', waitMs });
        else if (waitMs <= maxBanWaitMs) this.#options.onWait?.({ why: 'banned by the exchange', waitMs });
      },
    });
  }

  /**
   * The body of a good answer.
   * @throws WickError EXCHANGE_REFUSED, EXCHANGE_BANNED, EXCHANGE_UNREACHABLE, INTERVAL_UNKNOWN
   */
  async get(request: RestRequest): Promise<unknown> {
    const { maxAttempts = 6 } = this.#options;
    const tries: Tries = { failed: 0, limited: 0, walled: 0 };
    for (;;) {
      const outcome = await this.#try(request, tries);
      if ('body' in outcome) return outcome.body;
      const { verdict, cause } = outcome;
      if (verdict.kind === 'refused') throw verdict.error;
      if (verdict.kind === 'symbol-unknown') throw new SymbolUnknown();
      if (verdict.kind === 'walled' && (!this.#served || tries.walled >= MOST_WALLED)) throw verdict.error;
      if (tries.failed >= maxAttempts || tries.limited >= MOST_LIMITED) throw unreachable(request, tries, verdict, cause);
      if (verdict.kind === 'retry') await this.#backOff(tries.failed, verdict.why, request.signal);
    }
  }

  /** The exchange's clock, by which the budget goes from then on. */
  async serverTimeMs(signal?: AbortSignal): Promise<number> {
    const { serverTime } = (await this.get({ path: 'time', weight: 1, signal })) as { serverTime?: unknown };
    if (typeof serverTime !== 'number') throw notBinance(`time is ${typeof serverTime}`);
    this.budget.offsetMs = serverTime - this.#clock.nowMs();
    return serverTime;
  }

  async #try(request: RestRequest, tries: Tries): Promise<Outcome> {
    const settle = await this.budget.take(request.weight, request.signal);
    let answer: HttpAnswer;
    try {
      answer = await this.#get(request.path, request.parameters ?? {}, request.signal);
    } catch (cause) {
      settle({ good: false });
      request.signal?.throwIfAborted();
      tries.failed++;
      return { verdict: { kind: 'retry', why: String((cause as { message?: unknown }).message ?? cause) }, cause };
    }
    const verdict = answerToVerdict(answer, this.budget.exchangeTimeMs());
    const used = this.#own ? NaN : Number(answer.headers['x-mbx-used-weight-1m']);
    // The block before the settling, which lets others go.
    const obeyed = this.#obey(verdict, tries);
    settle({ good: verdict.kind === 'good', usedWeight: Number.isFinite(used) ? used : undefined });
    await obeyed;
    if (verdict.kind !== 'good') return { verdict };
    this.#served = true;
    return { body: answer.body };
  }

  /** What an answer means for everybody, at once for this process, and soon for those that share the ledger. */
  #obey(verdict: Verdict, tries: Tries): Promise<void> | undefined {
    switch (verdict.kind) {
      case 'retry':
        tries.failed++;
        return undefined;
      case 'walled':
        tries.walled++;
        return this.#served ? this.#block('limited', WALLED_MS) : undefined;
      case 'banned':
        tries.limited++;
        this.onLimited?.();
        return this.budget.block({ untilMs: verdict.untilMs, why: 'banned' });
      case 'limited':
        tries.limited++;
        this.onLimited?.();
        if (verdict.limit !== undefined && !this.#own) this.budget.limit = verdict.limit;
        return this.#block('limited', Math.max(verdict.waitMs, backoffMs(tries.limited, LIMIT_BACKOFF)));
      default:
        return undefined;
    }
  }

  #block(why: LimitBlock['why'], waitMs: number): Promise<void> {
    return this.budget.block({ untilMs: this.budget.exchangeTimeMs() + waitMs, why });
  }

  async #backOff(attempt: number, why: string, signal: AbortSignal | undefined): Promise<void> {
    const waitMs = backoffMs(attempt, this.#options.backoff);
    this.#options.onWait?.({ why, waitMs });
    await this.#clock.sleep(waitMs, signal);
  }
}

/** How often a request has ended how. */
interface Tries {
  failed: number;
  limited: number;
  walled: number;
}

type Outcome = { readonly body: unknown } | { readonly verdict: Exclude<Verdict, { kind: 'good' }>; readonly cause?: unknown };

export const notBinance = (what: string): WickError =>
  new WickError('EXCHANGE_REFUSED', `The address answers, but not as Binance does: its ${what}.`, { remedy: 'Check the base URL.' });

function unreachable(request: RestRequest, { failed, limited, walled }: Tries, verdict: Verdict, cause: unknown): WickError {
  const attempts = failed + limited + walled;
  const why = verdict.kind === 'retry' ? verdict.why : 'its limits leave no room';
  return new WickError('EXCHANGE_UNREACHABLE', `The exchange did not answer ${request.path} in ${attempts} attempts: ${why}.`, {
    remedy: 'Check the network and try again; what is already stored stays, and the work goes on from there.',
    details: { path: request.path, attempts },
    cause,
  });
}
