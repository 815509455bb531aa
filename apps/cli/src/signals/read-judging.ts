import type { JudgingSettings, Provider } from '@wick/llm-signals';
import type { SignalsOptions } from '../commands/signals.ts';
import { readDollars, readSeconds } from '../options/asking-limits.ts';
import { readNumber, readRate } from '../options/execution-options.ts';
import { readCount } from '../sweep/read-count.ts';

/** Several answers to one question only tell something apart if they may differ. */
const TEMPERATURE_OF_SEVERAL = 1;

/** What is asked. @throws WickError OPTION_INVALID */
export function readJudgingSettings(options: SignalsOptions): JudgingSettings {
  const samples = readCount('--samples', options.samples);
  const temperature = options.temperature === undefined ? undefined : readNumber('--temperature', options.temperature);
  return {
    instruction: options.ask,
    candles: readCount('--window', options.window),
    every: readCount('--every', options.every),
    masked: options.masked ?? false,
    ...(options.note !== undefined && { note: options.note }),
    temperature: temperature ?? (samples > 1 ? TEMPERATURE_OF_SEVERAL : 0),
    ...(options.maxTokens !== undefined && { maxOutputTokens: readCount('--max-tokens', options.maxTokens) }),
    samples,
    leastAgreement: readRate('--agreement', options.agreement),
  };
}

/** How much and how fast may be asked. @throws WickError OPTION_INVALID */
export function readAsking({ maxCost, concurrency, timeout }: SignalsOptions): { maxUsd?: number; concurrency: number; timeoutMs: number } {
  return {
    ...(maxCost !== undefined && { maxUsd: readDollars('--max-cost', maxCost) }),
    concurrency: readCount('--concurrency', concurrency),
    timeoutMs: readSeconds('--timeout', timeout) * 1_000,
  };
}

/** The provider with the limits of the user's own account. @throws WickError OPTION_INVALID */
export function withOwnLimits(provider: Provider, { requestsPerMinute, tokensPerMinute }: Pick<SignalsOptions, 'requestsPerMinute' | 'tokensPerMinute'>): Provider {
  return {
    ...provider,
    limits: {
      ...provider.limits,
      ...(requestsPerMinute !== undefined && { requestsPerMinute: readCount('--requests-per-minute', requestsPerMinute) }),
      ...(tokensPerMinute !== undefined && { tokensPerMinute: readCount('--tokens-per-minute', tokensPerMinute) }),
    },
  };
}
