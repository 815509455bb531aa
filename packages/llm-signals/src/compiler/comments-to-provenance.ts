import { readProvenance, type StrategyProvenance } from './strategy-provenance.ts';

/**
 * Reads the comments that `provenanceToComments` wrote.
 *
 * @param text the whole text form; what stands in other comments is passed over
 * @returns undefined if the text does not say what it was compiled from
 */
export function commentsToProvenance(text: string): StrategyProvenance | undefined {
  const found = new Map<string, string[]>();
  for (const [, name, value] of text.matchAll(/^# ([a-z ]+): (.*)$/gm)) found.set(name!, [...(found.get(name!) ?? []), plainText(value!)]);
  const one = (name: string): string | undefined => found.get(name)?.[0];
  const common = {
    compiledBy: one('compiled by'), sentence: one('sentence'), assumptions: found.get('assumption') ?? [], strategyHash: one('strategy hash'),
  };
  if (common.compiledBy !== 'model') return readProvenance(common);
  return readProvenance({
    ...common,
    provider: one('provider'),
    modelAsked: one('model asked'),
    modelAnswered: one('model answered'),
    fingerprint: one('fingerprint') ?? null,
    promptHash: one('prompt hash'),
    attempts: Number(one('attempts')),
    usage: textToUsage(one('tokens') ?? ''),
    cost: textToCost(one('cost') ?? ''),
    compiledAt: one('compiled at'),
  });
}

/** The inverse of how a value is put on one line. */
function plainText(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}

function textToUsage(text: string): unknown {
  if (text === 'not stated') return null;
  const [, promptTokens, cachedTokens, completionTokens] = /^(\d+) in, (\d+) of them cached, (\d+) out$/.exec(text)?.map(Number) ?? [];
  return { promptTokens, cachedTokens, completionTokens };
}

function textToCost(text: string): unknown {
  const reason = /^unknown: ([^]*)$/.exec(text)?.[1];
  if (reason !== undefined) return { known: false, reason };
  const [, usd, priceDate, source] = /^\$(\S+) at prices of (\S+): ([^]*)$/.exec(text) ?? [];
  return { known: true, usd: Number(usd), priceDate, source };
}
