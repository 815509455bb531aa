import type { SignalsHeader } from '../outside/signals-header.ts';
import type { Decision } from './decision.ts';

/**
 * Decisions as NDJSON: the header, then a line each, in their order. Holds nothing that differs between asking a model and
 * replaying what it answered. `createOutsideSignals` reads it.
 */
export function* decisionsToLines(header: SignalsHeader, decisions: Iterable<Decision>): Generator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const decision of decisions) yield `${JSON.stringify(toRow(decision))}\n`;
}

function toRow({ openTimeMs, judgement, inSample, agreement }: Decision): Record<string, unknown> {
  const timestamp = new Date(openTimeMs).toISOString().replace('.000Z', 'Z');
  const about = { inSample, ...(agreement !== undefined && { agreement }) };
  return judgement.kind === 'signal'
    ? { timestamp, action: judgement.action, confidence: judgement.confidence, reason: judgement.reason, ...about }
    : { timestamp, action: 'NONE', why: judgement.why, detail: judgement.detail, ...about };
}
