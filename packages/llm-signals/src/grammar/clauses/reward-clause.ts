import { decimalText } from '@wick/core';
import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';

const RATIOS = ['risk reward', 'risk reward ratio', 'risk to reward', 'risk to reward ratio', 'reward to risk', 'reward to risk ratio', 'reward risk', 'reward risk ratio', 'rr', 'rr ratio', 'r:r', 'r/r', 'risk/reward', 'risk:reward', 'risk/reward ratio', 'reward/risk', 'rrr'];
const TARGETS = ['target', 'take profit', 'tp', 'profit target', 'exit at', 'sell at', 'take profit at'];
/** In this order the reward comes first: "reward to risk 1:2" would be half as much as the risk. */
const REWARD_FIRST = RATIOS.filter((ratio) => ratio.startsWith('reward'));
const RISKS = ['r', 'x risk', 'times risk', 'x stop', 'times stop', 'x stop loss', 'times stop loss', 'x stop distance', 'times stop distance'];
const NAMED_RISKS = { 2: ['twice risk', 'twice stop', 'twice stop loss', 'double risk', 'double stop', 'double stop loss'], 3: ['triple risk', 'triple stop'] };
const LINKS = ['of', 'at', ':', 'is', '==', 'to'];

/** `target 2R`, `risk reward of 1:2`: the target as a multiple of the stop's distance. */
export const rewardClause: Clause = {
  vocabulary: [...RATIOS, ...TARGETS, ...LINKS, ...RISKS, ...Object.values(NAMED_RISKS).flat()],
  examples: ['target of 2R', 'risk reward 1:2'],
  read: (reader, draft) => {
    const start = reader.position;
    const multiple = reader.attempt(() => readTarget(reader)) ?? reader.attempt(() => readRatio(reader));
    if (multiple === undefined || multiple <= 0) return undefined;
    if (draft.rewardMultiple !== undefined || draft.stops.takeProfit) {
      reader.position = start;
      return undefined;
    }
    draft.rewardMultiple = multiple;
    reader.understand(start, `take profit: ${decimalText(multiple)} × the distance of the stop loss`);
    return 'read';
  },
};

/** `target 2R`, `2R target`. */
function readTarget(reader: Reader): number | undefined {
  const named = reader.take(TARGETS);
  if (named) reader.take(LINKS);
  const word = named ? reader.takeKey(NAMED_RISKS as unknown as Record<string, readonly string[]>) : undefined;
  const multiple = word === undefined ? reader.takeNumber() : Number(word);
  if (multiple === undefined || (word === undefined && !reader.take(RISKS))) return undefined;
  return named || reader.take(['target', 'take profit', 'tp', 'profit target']) ? multiple : undefined;
}

/** `risk reward of 1:2`, `1:3 RR`, `RR 2`. */
function readRatio(reader: Reader): number | undefined {
  const rewardFirst = reader.sees(REWARD_FIRST);
  const named = reader.take(RATIOS);
  if (named) reader.take(LINKS);
  const first = reader.takeNumber();
  if (first === undefined) return undefined;
  const second = reader.take([':', 'to']) ? reader.takeNumber() : undefined;
  const rewardBehind = !named && reader.sees(REWARD_FIRST);
  if (!named && (second === undefined || !reader.take(RATIOS))) return undefined;
  if (first === 1 && second !== undefined && second !== 1 && (rewardFirst || rewardBehind)) return undefined;
  if (second === undefined) return first;
  // Risk or reward is one; the other says how many times that.
  return first === 1 ? second : second === 1 ? first : undefined;
}
