export * from './competent-model.ts';
export type { LlmMessage, LlmRequest } from './llm-request.ts';
export * from './llm-simulator.ts';
export * from './quirks.ts';
export type { RateLimits } from './rate-window.ts';
export * from './scripted-answer.ts';
export type { TokenizerOptions } from './token-meter.ts';
