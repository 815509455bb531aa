import { all, compare, cross, indicator, shift } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';
import type { Expression } from '@wick/core';

const CLOUD = ['ichimoku cloud', 'cloud', 'kumo', 'kumo cloud', 'ichimoku kumo'];
const SIDES = { above: ['above', 'over', '>', 'close above', 'trade above'], below: ['below', 'under', '<', 'close below', 'trade below'] } as const;
const BREAKS = {
  above: ['crosses above', 'breaks above', 'breaks out above', 'breaks out of top of', 'moves above', 'crosses over', 'rises above', 'goes above'],
  below: ['crosses below', 'breaks below', 'breaks down below', 'moves below', 'crosses under', 'falls below', 'goes below'],
} as const;
const INSIDE = ['in', 'inside', 'within', 'inside of'];
/** A chart draws the cloud so many bars ahead of the bar whose lines make it. */
const AHEAD = 25;

/** `price is above the cloud`, `breaks above the Ichimoku cloud`: beyond both of its lines. */
export const cloudPhrase: StatePhrase = {
  vocabulary: [...CLOUD, ...Object.values(SIDES).flat(), ...Object.values(BREAKS).flat(), ...INSIDE],
  examples: ['price above the Ichimoku cloud'],
  read: (reader, left) => {
    reader.takeIs();
    const breaks = reader.takeKey(BREAKS);
    const side = breaks ? undefined : reader.takeKey(SIDES);
    const inside = !breaks && !side && reader.take(INSIDE);
    if ((!breaks && !side && !inside) || !reader.take(CLOUD)) return undefined;
    reader.assume(`The Ichimoku cloud (9, 26, 52) at a bar is that of spans known ${AHEAD} bars before, as charts draw it.`);
    const [a, b] = [spanOf('spanA'), spanOf('spanB')];
    if (breaks) return cross(left, breaks, indicator(breaks === 'above' ? 'max' : 'min', [a, b]));
    if (side) return all(compare(left, side === 'above' ? '>' : '<', a), compare(left, side === 'above' ? '>' : '<', b));
    return all(compare(left, '<=', indicator('max', [a, b])), compare(left, '>=', indicator('min', [a, b])));
  },
};

const spanOf = (output: string): Expression => shift(indicator('ichimoku', [], output), AHEAD);
