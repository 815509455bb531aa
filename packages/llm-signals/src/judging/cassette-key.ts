import { createHash } from 'node:crypto';
import { canonicalJson } from '@wick/core';

/** Everything that one answer may depend on, as far as anyone can tell. */
export interface CassetteParts {
  readonly provider: string;
  /** The model that is asked. */
  readonly model: string;
  /** SHA-256 in hex of the system message. */
  readonly templateHash: string;
  /** SHA-256 in hex of the form of the answer. */
  readonly schemaHash: string;
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** SHA-256 in hex of what the model sees of the window. */
  readonly windowHash: string;
  /** From 0: which of several answers to the same question. */
  readonly sample: number;
}

/** Changes when the same parts would no longer mean the same request. Answers of older versions are then asked for again. */
const VERSION = 1;

/** SHA-256 in hex of the parts in canonical JSON: the name under which an answer is recorded. */
export function cassetteKey(parts: CassetteParts): string {
  const { provider, model, templateHash, schemaHash, temperature, maxOutputTokens, windowHash, sample } = parts;
  const named = { version: VERSION, provider, model, templateHash, schemaHash, temperature, maxOutputTokens, windowHash, sample };
  return createHash('sha256').update(canonicalJson(named)).digest('hex');
}
