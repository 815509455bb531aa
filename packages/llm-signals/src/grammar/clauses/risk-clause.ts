import { sizeToText } from '@wick/core';
import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';
import { takePercent } from './distance.ts';
import { EQUITY, PER_TRADE } from './size-clause.ts';

const VERBS = ['risk', 'risk up to', 'risk at most', 'risk no more than', 'risk only', 'size by risk', 'max risk', 'maximum risk', 'trade risk', 'account risk', 'risk is', 'risk of'];
const NOUNS = ['risk', 'account risk', 'capital risk', 'at risk'];
const LINKS = [':', 'of', 'is', '==', 'at', 'at most', 'max', 'maximum'];

/** `risk 1% per trade`, `risk 2% of equity`, `1% risk per trade`: bought is what loses that share at the stop. */
export const riskClause: Clause = {
  vocabulary: [...VERBS, ...NOUNS, ...LINKS],
  examples: ['risk 1% of equity per trade'],
  read: (reader, draft) => {
    const start = reader.position;
    const risk = reader.attempt(() => readVerbFirst(reader)) ?? reader.attempt(() => readPercentFirst(reader));
    if (!risk) return undefined;
    if (!draft.setSize({ kind: 'risk', percent: risk.percent })) {
      reader.position = start;
      return undefined;
    }
    draft.risksPerTrade = risk.perTrade;
    reader.understand(start, `size: ${sizeToText({ kind: 'risk', percent: risk.percent })}`);
    return 'read';
  },
};

interface Risk {
  readonly percent: number;
  /** Is it said of each trade? Then a stop must say what a trade can lose. */
  readonly perTrade: boolean;
}

function readVerbFirst(reader: Reader): Risk | undefined {
  if (!reader.take(VERBS)) return undefined;
  const early = reader.take(PER_TRADE);
  reader.take(LINKS);
  const percent = takePercent(reader);
  return percent === undefined ? undefined : { percent, perTrade: readTail(reader) || early };
}

function readPercentFirst(reader: Reader): Risk | undefined {
  const percent = takePercent(reader);
  return percent === undefined || !reader.take(NOUNS) ? undefined : { percent, perTrade: readTail(reader) };
}

/** `of the equity per trade`, in either order. A share that names no equity is one of each trade. */
function readTail(reader: Reader): boolean {
  const early = reader.take(PER_TRADE);
  const named = reader.attempt(() => (reader.take(['of', 'of available']) && reader.take(EQUITY)) || undefined);
  return reader.take(PER_TRADE) || early || !named;
}
