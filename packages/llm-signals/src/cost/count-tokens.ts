import type { Message, Question } from '../chat/question.ts';

/** Counts tokens as OpenAI's models of this generation do (o200k_base). Other providers count otherwise: see {@link worstUsd}. */
export interface TokenCounter {
  /** Of a text by itself. */
  tokensIn(text: string): number;
  /** Of all messages with the marks of the chat format. The form of the answer, which some providers charge for, is not counted. */
  tokensOf(question: Pick<Question, 'messages'>): number;
}

/** Around every message with the name of its role, and ahead of the answer: OpenAI's cookbook on counting tokens. */
const TOKENS_AROUND_MESSAGE = 4;
const TOKENS_AHEAD_OF_ANSWER = 3;

/** A text may quote a mark such as `<|endoftext|>`: it is text like any other. */
const EVERYTHING_IS_TEXT = { disallowedSpecial: new Set<string>() };

let loaded: Promise<TokenCounter> | undefined;

/** Loads the tokenizer, which takes about 0.2 s and 70 MB, once. */
export const loadTokenCounter = (): Promise<TokenCounter> => (loaded ??= load());

async function load(): Promise<TokenCounter> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  return createTokenCounter((text) => countTokens(text, EVERYTHING_IS_TEXT));
}

/** A counter of questions from one of texts. What the system message has cost is remembered: it is the same for every window. */
export function createTokenCounter(tokensIn: (text: string) => number): TokenCounter {
  let system = { content: '', tokens: 0 };
  const tokensInMessage = ({ role, content }: Message): number => {
    if (role !== 'system') return tokensIn(content);
    if (content !== system.content) system = { content, tokens: tokensIn(content) };
    return system.tokens;
  };
  return {
    tokensIn,
    tokensOf: ({ messages }) =>
      messages.reduce((sum, message) => sum + TOKENS_AROUND_MESSAGE + tokensInMessage(message), TOKENS_AHEAD_OF_ANSWER),
  };
}
