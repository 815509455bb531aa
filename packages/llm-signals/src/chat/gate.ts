import type { FailureReason } from './failure.ts';
import type { Question } from './question.ts';
import type { Reply } from './completion.ts';

/**
 * What every HTTP request has to pass, retries included: limits of the provider, a budget, a journal of what is spent.
 * Gates know nothing of each other; {@link gatesInARow} joins them.
 */
export interface Gate {
  /** Resolves when the request may be sent; rejects if it may not be sent at all, or when the signal aborts. */
  enter(question: Question, signal: AbortSignal): Promise<Pass>;
}

/** One request that was let through. */
export interface Pass {
  /** Told once what became of the request. The answer counts only when this has resolved. */
  settle(outcome: Outcome): Promise<void>;
}

export type Outcome =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** `isBilled` is false where the provider has certainly charged nothing, as for a 401 or 429; true is "perhaps". */
  | { readonly kind: 'failure'; readonly reason: FailureReason; readonly isBilled: boolean; readonly retryAfterMs?: number }
  /** The caller or the deadline ended it while it was under way. */
  | { readonly kind: 'aborted' };

export const openGate: Gate = { enter: async () => ({ settle: async () => undefined }) };

/**
 * Enters one after another, and leaves in the opposite order; of a request that came to nothing all hear at once, so that a limit
 * closes although a journal is slow. A gate that refuses lets those before it know that nothing was sent.
 * One that fails when it is left does not keep the others from hearing, as others may wait for what they hold.
 */
export function gatesInARow(gates: readonly Gate[]): Gate {
  return {
    async enter(question, signal) {
      const passes: Pass[] = [];
      const settle = async (outcome: Outcome): Promise<void> => {
        const failures: unknown[] = [];
        const tell = (pass: Pass): Promise<unknown> => pass.settle(outcome).catch((error: unknown) => failures.push(error));
        if (outcome.kind === 'reply') for (const pass of passes.toReversed()) await tell(pass);
        else await Promise.all(passes.toReversed().map(tell));
        if (failures.length > 0) throw failures[0];
      };
      try {
        for (const gate of gates) passes.push(await gate.enter(question, signal));
      } catch (error) {
        await settle({ kind: 'failure', reason: 'not-sent', isBilled: false }).catch(() => undefined);
        throw error;
      }
      return { settle };
    },
  };
}
