import type { LlmQuirks } from './quirks.ts';
import type { LlmContent, LlmUsage } from './scripted-answer.ts';

/** The chat completion that says this. */
export function completionBody(answer: LlmContent, content: string | null, model: string, usage: LlmUsage | null, { noFingerprint }: LlmQuirks): unknown {
  return {
    id: 'chatcmpl-simulated',
    object: 'chat.completion',
    created: 0,
    model: answer.model ?? model,
    ...(!noFingerprint && { system_fingerprint: 'fp_simulated' }),
    choices: [{ index: 0, finish_reason: answer.finishReason ?? 'stop', message: { role: 'assistant', content, refusal: answer.refusal ?? null } }],
    ...(usage && {
      usage: {
        prompt_tokens: usage.promptTokens,
        completion_tokens: usage.completionTokens,
        total_tokens: usage.promptTokens + usage.completionTokens,
        prompt_tokens_details: { cached_tokens: usage.cachedTokens },
      },
    }),
  };
}
