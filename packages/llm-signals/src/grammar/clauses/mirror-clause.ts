import { expressionToText } from '@wick/core';
import { mirrorRule } from '../draft/mirror-rule.ts';
import type { Clause } from './clause.ts';

const SHORTS = [
  'vice versa for short', 'opposite for short', 'reverse for short', 'reversed for short', 'mirrored for short', 'mirror for short', 'inverse for short', 'vice versa for short position',
  'both direction', 'in both direction', 'both way', 'in both way', 'long and short', 'mirror image for short', 'short : mirror image', 'short is mirror image', 'short : opposite', 'short : mirrored', 'short : reverse', 'and vice versa for short',
  'short is opposite', 'short vice versa', 'for short vice versa', 'for short opposite', 'short on opposite', 'short when opposite', 'go short on opposite', 'same for short but reversed', 'opposite for short side', 'reverse rule for short',
  'opposite rule for short', 'go short on reverse', 'short in opposite case', 'opposite for short position', 'vice versa for short side',
];

/** `vice versa for shorts`: the rules for longs, seen from the other side. */
export const mirrorClause: Clause = {
  vocabulary: SHORTS,
  examples: ['vice versa for shorts'],
  read: (reader, draft) => {
    const start = reader.position;
    if (!reader.take(SHORTS)) return undefined;
    const mirrored = draft.rules.some(({ verb }) => verb === 'short')
      ? []
      : draft.rules.map(({ verb, condition }) => ({ verb: verb === 'buy' ? ('short' as const) : ('exit short' as const), condition: mirrorRule(condition) }));
    if (!draft.hasEntry || mirrored.length === 0 || mirrored.some(({ condition }) => condition === undefined)) {
      reader.position = start;
      return undefined;
    }
    for (const { verb, condition } of mirrored) {
      if (!condition) continue;
      draft.addRule(verb, condition);
      reader.assume(`The ${verb === 'short' ? 'entry' : 'exit'} of shorts is that of longs seen from the other side: ${expressionToText(condition)}.`);
    }
    reader.understand(start, 'the rules of longs, turned round');
    return 'read';
  },
};
