import { z } from 'zod';
import type { AnswerSchema } from '../chat/question.ts';
import { strictSchema } from '../chat/strict-schema.ts';
import { ACTIONS } from '../outside/signal-row.ts';

/** Characters of a reason. */
export const MAX_REASON = 300;

/** What a model answers for one window. The reason comes before the action, so that it is written before the action is chosen. */
export const decisionSchema = z.strictObject({
  time: z.string().describe('"time" of the data, copied exactly'),
  reason: z.string().describe(`why, in one or two plain sentences of at most ${MAX_REASON} characters together`),
  action: z.enum(ACTIONS).describe('BUY, SELL, or HOLD if neither'),
  confidence: z.number().min(0).max(1).describe('how sure, from 0 to 1'),
});

/** The same for providers. */
export const DECISION_SCHEMA: AnswerSchema = { name: 'decision', schema: strictSchema(decisionSchema) };
