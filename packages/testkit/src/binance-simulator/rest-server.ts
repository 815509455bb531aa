import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Market as MarketName, MINUTE_MS } from '@wick/core';
import type { Exchange } from './exchange.ts';
import type { FaultList } from './fault-list.ts';
import { type Answer, sendAnswer } from './http-answer.ts';
import { notFound, RefusedRequest } from './refusal.ts';
import { RequestLog, type SeenRequest } from './request-log.ts';
import { answerRest, isFunding, marketOfPath, weightOf } from './rest-api.ts';
import { WeightBudget } from './weight-budget.ts';

export interface WeightLimits {
  /** Request weight a minute. */
  readonly spotWeight: number;
  readonly umWeight: number;
  readonly cmWeight: number;
  /** Requests of funding rates in five minutes, of both kinds of futures each. */
  readonly fundingRequests: number;
  /** Requests over the limit that are answered with 429 before the ban. */
  readonly toleratedRefusals: number;
}

export const DOCUMENTED_WEIGHT_LIMITS: WeightLimits = {
  spotWeight: 6_000,
  umWeight: 2_400,
  cmWeight: 2_400,
  fundingRequests: 500,
  toleratedRefusals: 10,
};

/** The REST half of the exchange: takes the weight, answers, and lets faults strike. */
export class RestServer {
  readonly log = new RequestLog();
  readonly budgets: Readonly<Record<MarketName, WeightBudget>>;
  readonly #funding: Readonly<Record<MarketName, WeightBudget>>;
  readonly #exchange: Exchange;
  readonly #faults: FaultList;
  readonly #latencyMs: number;

  constructor(exchange: Exchange, faults: FaultList, limits: WeightLimits, latencyMs: number) {
    this.#exchange = exchange;
    this.#faults = faults;
    this.#latencyMs = latencyMs;
    const budget = (limit: number): WeightBudget => new WeightBudget(exchange.clock, limit, limits.toleratedRefusals);
    const funding = (): WeightBudget => new WeightBudget(exchange.clock, limits.fundingRequests, limits.toleratedRefusals, 5 * MINUTE_MS);
    this.#funding = { spot: funding(), um: funding(), cm: funding() };
    this.budgets = { spot: budget(limits.spotWeight), um: budget(limits.umWeight), cm: budget(limits.cmWeight) };
  }

  async serve(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const { clock } = this.#exchange;
    const market = marketOfPath(url.pathname);
    const weight = market ? weightOf(market, url) : 0;
    const parameters = Object.fromEntries(url.searchParams);
    const seen: SeenRequest = { atMs: clock.nowMs(), path: url.pathname, parameters, weight, status: undefined };
    this.log.add(seen);
    if (this.#latencyMs > 0) await clock.sleep(this.#latencyMs);
    const fault = this.#faults.strike('rest', request.url ?? '');
    const answer = market ? this.#answer(market, url, weight, header(request, 'x-mbx-time-unit')) : notFound();
    if (fault?.kind === 'answer') seen.status = fault.answer.status;
    else if (fault?.kind !== 'reset' && fault?.kind !== 'stall') seen.status = answer.status;
    await sendAnswer(response, answer, fault, clock);
  }

  /** Takes the weight, answers if it was there, and says in the headers what is spent. */
  #answer(market: MarketName, url: URL, weight: number, timeUnit: string | undefined): Answer {
    const budget = this.budgets[market];
    const refused = budget.spend(weight) ?? (isFunding(url) ? this.#funding[market].spend(1) : undefined);
    const used = String(budget.used);
    const given = refused ?? attempt(() => answerRest(this.#exchange, budget, market, url, timeUnit));
    return { ...given, headers: { 'X-MBX-USED-WEIGHT': used, 'X-MBX-USED-WEIGHT-1M': used, ...given.headers } };
  }
}

function attempt(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RefusedRequest) return error.refusal;
    throw error;
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
