import { cross } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

const CROSSINGS = {
  above: [
    'crosses above', 'crosses over', 'crosses up', 'crosses up through', 'crosses up over', 'crosses upward through', 'crosses back above',
    'crossover above', 'cross up above', 'crosses to upside', 'crosses and closes above',
  ],
  below: [
    'crosses below', 'crosses under', 'crosses down', 'crosses down through', 'crosses down below', 'crosses downward through',
    'crosses back below', 'crosses back under', 'crosses beneath', 'crossunder',
  ],
};

/** Movements towards the other side: read as the bar on which it gets there. */
const MOVEMENTS = {
  above: ['rises above', 'rises over', 'moves above', 'goes above', 'breaks above', 'breaks over', 'breaks out above', 'pushes above', 'jumps above', 'turns above', 'reclaims', 'rises back above', 'breaks back above', 'moves back above', 'comes back above', 'breaks through', 'goes over', 'moves over'],
  below: ['falls below', 'falls under', 'moves below', 'goes below', 'breaks below', 'breaks under', 'breaks down below', 'slips below', 'turns below', 'loses', 'falls back below', 'moves back below', 'comes back below', 'breaks down through', 'goes under', 'moves under', 'falls through'],
};

const UNDIRECTED = ['crosses', 'crosses through', 'is crossing'];

/** `crosses above its signal line`, `falls below 30`, `crosses the 50 EMA`. */
export const crossingPhrase: StatePhrase = {
  vocabulary: [...Object.values(CROSSINGS).flat(), ...Object.values(MOVEMENTS).flat(), ...UNDIRECTED],
  examples: ['price crosses above the 50-period SMA', 'MACD crosses below its signal line', 'RSI falls below 30'],
  read: (reader, left) => {
    reader.take(['is', 'just', 'has']);
    const crossing = reader.takeKey(CROSSINGS);
    const movement = crossing ? undefined : reader.takeKey(MOVEMENTS);
    const undirected = !crossing && !movement && reader.take(UNDIRECTED);
    const direction = crossing ?? movement ?? (undirected ? (reader.leaning === 'bullish' ? 'above' : 'below') : undefined);
    const right = direction && reader.operandBeside(left);
    if (!right) return undefined;
    if (movement) reader.assume(`Rising above or falling below a level means the bar on which it is crossed.`);
    if (undirected) reader.assume(`A crossing without a direction means crossing ${direction}, as the rule is ${reader.leaning}.`);
    return cross(left, direction, right);
  },
};
