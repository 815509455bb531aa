export * from './competent-model.ts';
export type { LlmMessage, LlmRequest } from './llm-request.ts';
export * from './llm-simulator.ts';
export * from './scripted-answer.ts';
