import { z } from 'zod';

const rule = z.string().max(4_000).nullable();
const percent = z.number().gt(0).max(100).nullable();

/** What a model fills in: rules in the text form, which are checked and never executed. */
export const answerSchema = z.strictObject({
  entry: rule.describe('when to open a long position; null for none'),
  exit: rule.describe('when to close a long position; null for none'),
  shortEntry: rule.describe('when to open a short position; null for none'),
  shortExit: rule.describe('when to close a short position; null for none'),
  stopLossPercent: percent,
  takeProfitPercent: percent,
  trailingStopPercent: percent,
  size: z
    .strictObject({ unit: z.enum(['percent of equity', 'quote', 'base']), value: z.number().positive() })
    .nullable()
    .describe('how much each trade buys; null if the sentence does not say'),
  assumptions: z.array(z.string().max(500)).max(30).describe('everything the sentence left open and you filled in, one plain sentence each'),
  notExpressible: z.array(z.string().max(500)).max(30).describe('words of the sentence that these rules cannot express'),
});

export type Answer = z.infer<typeof answerSchema>;

/** Keywords that strict modes refuse; the zod schema checks what they say. */
const UNSUPPORTED = new Set(['$schema', 'maxLength', 'maxItems', 'exclusiveMinimum', 'minimum', 'maximum']);

/** The same as JSON Schema, in the subset that strict modes take: every property required, none further allowed. */
export const ANSWER_JSON_SCHEMA: Record<string, unknown> = simplified(z.toJSONSchema(answerSchema)) as Record<string, unknown>;

function simplified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplified);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !UNSUPPORTED.has(key))
      .map(([key, inner]) => [key, simplified(inner)]),
  );
}
