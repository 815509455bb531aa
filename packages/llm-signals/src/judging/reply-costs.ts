import type { Gate } from '../chat/gate.ts';
import type { Reply } from '../chat/completion.ts';
import type { Chat } from '../chat/open-chat.ts';
import type { Price } from '../cost/price.ts';
import { usageToCost } from '../cost/usage-to-cost.ts';

export interface ReplyCosts {
  /** What a reply to a request that passed the gate has cost, in US dollars; null where nobody knows. */
  readonly usdOf: (reply: Reply) => number | null;
  /** Comes last in a row of gates, so that it knows when a request is sent, and works out the cost before others want it. */
  readonly gate: Gate;
}

/**
 * The costs of replies. Prices change at full hours, and whether the one of the question or of the answer counts is the provider's
 * affair: where they differ it is the dearer one.
 */
export function replyCosts({ provider, clock }: Pick<Chat, 'provider' | 'clock'>, prices: readonly Price[]): ReplyCosts {
  const known = new WeakMap<Reply, number | null>();
  const usdAt = ({ usage, model }: Reply, timeMs: number): number | null => {
    const cost = usageToCost(usage, provider.name, model, timeMs, prices);
    return cost.known ? cost.usd : null;
  };
  return {
    usdOf: (reply) => known.get(reply) ?? null,
    gate: {
      async enter() {
        const sentAtMs = clock.nowMs();
        return {
          async settle(outcome) {
            if (outcome.kind !== 'reply') return;
            const [asked, answered] = [usdAt(outcome.reply, sentAtMs), usdAt(outcome.reply, clock.nowMs())];
            known.set(outcome.reply, asked === null || answered === null ? null : Math.max(asked, answered));
          },
        };
      },
    },
  };
}
