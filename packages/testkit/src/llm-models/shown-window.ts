import type { LlmRequest } from '../llm-simulator/llm-request.ts';
import { type LlmAnswer, say } from '../llm-simulator/scripted-answer.ts';

/** The data of a request to judge a window, as a model sees it. */
export interface ShownWindow {
  /** What has to be repeated: ISO 8601 UTC, or a label that says nothing. */
  readonly time: string;
  /** undefined where it is masked. */
  readonly symbol: string | undefined;
  readonly note: string | undefined;
  /** Of each candle but the first: close over the close before it, minus 1, in thousandths of a percent; 0 where one is unknown. */
  readonly returns: readonly number[];
}

/** @returns undefined if the last message of the user is no such data */
export function shownWindow({ messages }: LlmRequest): ShownWindow | undefined {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    return undefined;
  }
  if (!isRecord(data) || typeof data['time'] !== 'string' || !Array.isArray(data['candles']) || !Array.isArray(data['columns'])) return undefined;
  const symbol = textOf(data['symbol']);
  const at = data['columns'].indexOf('close');
  const closes = (data['candles'] as readonly (readonly (number | null)[])[]).map((candle) => candle[at] ?? null);
  return { time: data['time'], symbol, note: textOf(data['note']), returns: symbol === undefined ? closes.slice(1).map((change) => change ?? 0) : returnsOf(closes) };
}

/** Masked candles are shown as such returns already. */
const returnsOf = (closes: readonly (number | null)[]): number[] =>
  closes.slice(1).map((close, index) => {
    const before = closes[index] ?? null;
    return close === null || before === null ? 0 : Math.round((close / before - 1) * 100_000);
  });

export type ShownAction = 'BUY' | 'SELL' | 'HOLD';

/** An answer in the form that is asked for. */
export const decide = (time: string, action: ShownAction, confidence: number, reason: string): LlmAnswer => say(JSON.stringify({ time, reason, action, confidence }));

/** What models that judge windows say to anything else. */
export const NO_WINDOW: LlmAnswer = say('There is no window of candles to judge.');

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
