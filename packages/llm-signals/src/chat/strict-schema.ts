import { z } from 'zod';

/** Keywords that strict modes refuse; the zod schema checks what they say. */
const UNSUPPORTED = new Set(['$schema', 'minLength', 'maxLength', 'maxItems', 'exclusiveMinimum', 'minimum', 'maximum']);

/** A zod schema as JSON Schema, in the subset that strict modes take. Objects have to be strict ones, without optional fields. */
export const strictSchema = (schema: z.ZodType): Record<string, unknown> => simplified(z.toJSONSchema(schema)) as Record<string, unknown>;

function simplified(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(simplified);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !UNSUPPORTED.has(key))
      .map(([key, inner]) => [key, simplified(inner)]),
  );
}
