import { type Expression, signatureOf } from '@wick/core';
import { column, compare, cross } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

const BIASES = { above: ['bullish', 'green', 'bull', 'long', 'up'], below: ['bearish', 'red', 'bear', 'short', 'down'] } as const;
const WORDS = { above: ['bullish'], below: ['bearish'] } as const;
const TURNS = ['turns', 'turns to', 'turning', 'goes', 'changes to'];

/** `MACD is bullish`: its line is above its signal line. `Supertrend flips bullish`: its direction turns. */
export const biasPhrase: StatePhrase = {
  vocabulary: [...BIASES.above, ...BIASES.below, ...TURNS],
  examples: ['MACD is bullish', 'Supertrend turns bullish'],
  read: (reader, left) => {
    if (left.kind !== 'indicator') return undefined;
    const turning = reader.take(TURNS);
    if (!turning) reader.takeIs();
    const side = reader.takeKey(left.name === 'supertrend' ? BIASES : WORDS);
    const parts = side && partsOf(left);
    if (!parts) return undefined;
    reader.assume(parts.reason);
    return turning ? cross(parts.left, side, parts.right) : compare(parts.left, side === 'above' ? '>' : '<', parts.right);
  },
};

/** What is above what while an indicator is bullish. */
function partsOf(call: Extract<Expression, { kind: 'indicator' }>): { left: Expression; right: Expression | number; reason: string } | undefined {
  const { outputs } = signatureOf(call.name);
  if (call.name === 'supertrend') return { left: { ...call, output: 'direction' }, right: 0, reason: 'A supertrend is bullish, or green, while its direction is up.' };
  if (call.name === 'parabolic_sar') return { left: column('close'), right: call, reason: 'The parabolic SAR is bullish while the close is above it.' };
  const signal = outputs.find((output) => output === 'signal') ?? (outputs.includes('d') ? 'd' : undefined);
  if (!signal || call.output !== outputs[0]) return undefined;
  return { left: call, right: { ...call, output: signal }, reason: 'MACD or the stochastic is bullish while it is above its signal line.' };
}
