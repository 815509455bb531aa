import { decimalText } from '@wick/core';
import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';
import { takePercent } from './distance.ts';

const SCALE = ['scale out', 'scale out of position', 'scale out by', 'scale out of', 'scale out in steps of'];
const VERBS = ['sell', 'close', 'exit', 'take', 'take off', 'cover', 'reduce by', 'reduce position by', 'reduce'];
const SHARES = { 50: ['half', 'half of', 'one half'], 25: ['quarter', 'quarter of', 'one quarter'] };
const POSITION = ['of position', 'position', 'of it', 'of trade', 'of holding', 'of largest size'];
const OFF = ['off', 'off table'];
const EXITS = ['on exit', 'at exit', 'at each exit', 'on each exit', 'at every exit', 'on every exit', 'on each exit signal', 'at each exit signal', 'on every exit signal', 'at every exit signal', 'on exit signal', 'each exit', 'per exit', 'per exit signal', 'at time', 'each time'];
const USUAL_PERCENT = 50;

/** `scale out 50% at each exit`, `take half off at each exit`, `sell 25% of the position on every exit signal`. */
export const scaleOutClause: Clause = {
  vocabulary: [...SCALE, ...VERBS, ...Object.values(SHARES).flat(), ...POSITION, ...OFF, ...EXITS],
  examples: ['scale out 50% at each exit', 'take half off at each exit', 'sell 25% of the position on each exit'],
  read: (reader, draft) => {
    const start = reader.position;
    const percent = reader.attempt(() => readScale(reader)) ?? reader.attempt(() => readShareOff(reader));
    if (percent === undefined) return undefined;
    if (draft.scaleOut) {
      reader.position = start;
      return undefined;
    }
    draft.scaleOut = { percent };
    reader.understand(start, `scale out: ${decimalText(percent)}%`);
    return 'read';
  },
};

function readScale(reader: Reader): number | undefined {
  if (!reader.take(SCALE)) return undefined;
  const share = readShare(reader);
  reader.take(EXITS);
  if (share === undefined) reader.assume(`Each exit closes ${USUAL_PERCENT}% of the position, as the sentence gives no share.`);
  return share ?? USUAL_PERCENT;
}

/** Without a word of the exit it is not said when: that would be a rule of its own, such as "sell half when …". */
function readShareOff(reader: Reader): number | undefined {
  if (!reader.take(VERBS)) return undefined;
  const share = readShare(reader);
  return share !== undefined && reader.take(EXITS) ? share : undefined;
}

function readShare(reader: Reader): number | undefined {
  reader.take(OFF);
  const named = reader.takeKey(SHARES as unknown as Record<string, readonly string[]>);
  const percent = named === undefined ? takePercent(reader) : Number(named);
  if (percent === undefined) return undefined;
  reader.take(POSITION);
  reader.take(OFF);
  return percent;
}
