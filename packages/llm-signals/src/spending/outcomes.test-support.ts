import type { Reply } from '../chat/completion.ts';
import type { Outcome } from '../chat/gate.ts';
import type { Question } from '../chat/question.ts';

/** A question that is told apart by a number. */
export const questionOf = (temperature: number): Question => ({ messages: [], schema: { name: 'answer', schema: {} }, temperature });

/** An answer to a prompt of so many tokens; undefined if the provider did not say. */
export const replyOf = (tokens: number | undefined, completionTokens = 0): Outcome & { kind: 'reply' } => ({
  kind: 'reply',
  reply: {
    body: JSON.stringify({ tokens: tokens ?? null }),
    model: 'fake',
    fingerprint: undefined,
    usage: tokens === undefined ? undefined : { promptTokens: tokens, cachedTokens: 0, completionTokens },
    answer: { kind: 'content', content: '{}' },
  },
});

/** A dollar a token. */
export const tokensAsUsd = ({ usage }: Reply): number | null => usage?.promptTokens ?? null;

export const failed = (isBilled: boolean): Outcome => ({ kind: 'failure', reason: isBilled ? 'server' : 'unauthorized', isBilled });

export const ABORTED: Outcome = { kind: 'aborted' };
