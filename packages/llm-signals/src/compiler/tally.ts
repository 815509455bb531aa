import type { Gate } from '../chat/gate.ts';
import { gatesInARow } from '../chat/gate.ts';
import { loadTokenCounter } from '../cost/count-tokens.ts';
import { findPrice } from '../cost/find-price.ts';
import { PRICES } from '../cost/prices.ts';
import { addUsage, type Cost, type Usage, usageToCost } from '../cost/usage-to-cost.ts';
import { worstUsd } from '../cost/worst-usd.ts';
import { createBudget } from '../spending/budget.ts';
import type { AskedModel } from './llm-compilation.ts';

/** What the answers of one compilation have used. */
export interface Tally {
  /** Every request has to pass it. */
  readonly gate: Gate;
  /** Of all answers so far, those that were of no use too; undefined if the provider did not say for one of them. */
  usage(): Usage | undefined;
  /** The same in US dollars. @param answered the model */
  cost(answered: string): Cost;
}

/** Notes what is used and, where there is a limit of costs, lets nothing through that could exceed it. */
export async function openTally(asked: AskedModel): Promise<Tally> {
  const { provider, clock, prices = PRICES } = asked;
  const spent: (Usage | undefined)[] = [];
  const noting: Gate = {
    enter: async () => ({
      settle: async (outcome) => {
        if (outcome.kind === 'reply') spent.push(outcome.reply.usage);
      },
    }),
  };
  const tally: Omit<Tally, 'gate'> = {
    usage: () => spent.reduce((sum, each) => sum && each && addUsage(sum, each), NOTHING as Usage | undefined),
    cost: (answered) => usageToCost(tally.usage(), provider.name, answered, clock.nowMs(), prices),
  };
  const budget = await budgetOf(asked);
  return { ...tally, gate: budget ? gatesInARow([budget, noting]) : noting };
}

const NOTHING: Usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };

async function budgetOf({ provider, model, clock, timeoutMs, maxUsd, prices = PRICES }: AskedModel): Promise<Gate | undefined> {
  if (maxUsd === undefined) return undefined;
  const counter = await loadTokenCounter();
  return createBudget({
    maxUsd,
    worstUsd: (question) => {
      const nowMs = clock.nowMs();
      const price = findPrice(provider.name, model, nowMs, prices);
      return price ? worstUsd(price, counter.tokensOf(question), question.maxOutputTokens, { fromMs: nowMs, untilMs: nowMs + timeoutMs }) : null;
    },
    usdOf: ({ usage, model: answered }) => {
      const cost = usageToCost(usage, provider.name, answered, clock.nowMs(), prices);
      return cost.known ? cost.usd : null;
    },
  });
}
