import { createHash } from 'node:crypto';
import type { LlmMessage } from './llm-request.ts';
import type { LlmUsage } from './scripted-answer.ts';

/** How the tokens of a simulated model are counted. */
export interface TokenizerOptions {
  /** How many tokens the model makes of one of o200k_base, such as 1.12 for 12% more. 1 by default. */
  readonly scale?: number;
  /** Prompts that begin alike share what is cached, in blocks of so many tokens, such as 64. No cache by default. */
  readonly cacheBlockTokens?: number;
}

export interface TokenMeter {
  promptTokens(messages: readonly LlmMessage[]): number;
  /** Of one request and its answer; the prompt is cached from then on. */
  usage(messages: readonly LlmMessage[], answer: string): LlmUsage;
}

/** What the tests of the compiler count on. */
const FIXED: LlmUsage = { promptTokens: 1000, cachedTokens: 200, completionTokens: 100 };

export const fixedMeter: TokenMeter = { promptTokens: () => FIXED.promptTokens, usage: () => FIXED };

/** What the format of a chat adds to a message and to the whole of a prompt, as OpenAI documents it. */
const MESSAGE_TOKENS = 4;
const PROMPT_TOKENS = 3;

/** A real tokenizer, loaded only where it is wanted: its table has 200,000 entries. */
export async function loadTokenMeter({ scale = 1, cacheBlockTokens }: TokenizerOptions): Promise<TokenMeter> {
  const { encode } = await import('gpt-tokenizer/encoding/o200k_base');
  const scaled = (count: number): number => Math.ceil(count * scale);
  const tokensOf = (messages: readonly LlmMessage[]): number[] =>
    messages.flatMap(({ role, content }) => [...Array.from(role.padEnd(MESSAGE_TOKENS).slice(0, MESSAGE_TOKENS), (letter) => -letter.charCodeAt(0)), ...encode(content)]);
  const blocks = new Set<string>();
  const cached = (tokens: readonly number[]): number => {
    if (cacheBlockTokens === undefined) return 0;
    let shared = 0;
    let chain = '';
    for (let end = cacheBlockTokens; end <= tokens.length; end += cacheBlockTokens) {
      chain = createHash('sha1').update(`${chain}:${tokens.slice(end - cacheBlockTokens, end).join()}`).digest('base64');
      if (blocks.has(chain)) shared = end;
      else blocks.add(chain);
    }
    return shared;
  };
  return {
    promptTokens: (messages) => scaled(tokensOf(messages).length + PROMPT_TOKENS),
    usage(messages, answer) {
      const tokens = tokensOf(messages);
      return { promptTokens: scaled(tokens.length + PROMPT_TOKENS), cachedTokens: Math.floor(cached(tokens) * scale), completionTokens: scaled(encode(answer).length) };
    },
  };
}
