import { cross } from '../reader/build.ts';
import { levelAgain } from '../reader/level-again.ts';
import type { StatePhrase } from '../reader/phrase.ts';
import { onSharedChart } from './shared-chart.ts';

type Direction = 'above' | 'below';

const CROSSINGS: Readonly<Record<Direction, readonly string[]>> = {
  above: [
    'crosses above', 'crosses over', 'crosses up', 'crosses up through', 'crosses up over', 'crosses upward through', 'crosses back above', 'crosses back over',
    'crossover above', 'cross up above', 'crosses to upside', 'crosses and closes above', 'crosses upwards', 'crosses back up through', 'crosses up from',
  ],
  below: [
    'crosses below', 'crosses under', 'crosses down', 'crosses down through', 'crosses down below', 'crosses downward through',
    'crosses back below', 'crosses back under', 'crosses beneath', 'crossunder', 'crosses downwards', 'crosses back down through', 'crosses down from', 'crosses and closes below',
  ],
};

/** Movements towards the other side: read as the bar on which it gets there. */
const MOVEMENTS: Readonly<Record<Direction, readonly string[]>> = {
  above: ['rises above', 'rises over', 'rises through', 'moves above', 'goes above', 'breaks above', 'breaks over', 'breaks out above', 'pushes above', 'jumps above', 'turns above', 'reclaims', 'rises back above', 'rises back over', 'breaks back above', 'moves back above', 'comes back above', 'goes back above', 'breaks through', 'breaks up through', 'goes over', 'moves over', 'gets above', 'gets back above', 'recovers above', 'pops above', 'turns back above', 'breaks and closes above'],
  below: ['falls below', 'falls under', 'dips below', 'dips under', 'moves below', 'goes below', 'breaks below', 'breaks under', 'breaks down below', 'slips below', 'turns below', 'loses', 'falls back below', 'falls back under', 'moves back below', 'comes back below', 'goes back below', 'breaks down through', 'goes under', 'moves under', 'falls through', 'gets below', 'turns back below', 'breaks back below', 'breaks and closes below'],
};

const UNDIRECTED = ['crosses', 'crosses through', 'is crossing'];
/** The direction, said behind what is crossed. */
const SUFFIXES: Readonly<Record<Direction, readonly string[]>> = {
  above: ['to upside', 'upward', 'upwards', 'from below', 'from underneath', 'up', 'on way up'],
  below: ['to downside', 'downward', 'downwards', 'from above', 'down', 'on way down'],
};

/** `crosses above its signal line`, `falls below 30`, `crosses the 50 EMA`, `crosses 50 from below`. */
export const crossingPhrase: StatePhrase = {
  vocabulary: [...[CROSSINGS, MOVEMENTS, SUFFIXES].flatMap((table) => Object.values(table).flat()), ...UNDIRECTED],
  examples: ['price crosses above the 50-period SMA', 'MACD crosses below its signal line', 'RSI falls below 30', 'RSI crosses 50 from below'],
  read: (reader, left) => {
    while (reader.take(['is', 'just', 'has']));
    const crossing = reader.takeKey(CROSSINGS);
    const movement = crossing ? undefined : reader.takeKey(MOVEMENTS);
    const undirected = !crossing && !movement && reader.take(UNDIRECTED);
    if (!crossing && !movement && !undirected) return undefined;
    const start = reader.position;
    const right = reader.operandBeside(left) ?? levelAgain(reader, left)?.[0];
    if (!right) return undefined;
    const suffix = reader.attempt(() => reader.takeKey(SUFFIXES));
    const said = crossing ?? movement ?? suffix;
    if (said && suffix && said !== suffix) return undefined;
    const direction = said ?? (reader.leaning === 'bullish' ? 'above' : 'below');
    if (movement) reader.assume(`Rising above or falling below a level means the bar on which it is crossed.`);
    if (!said) reader.assume(`A crossing without a direction means crossing ${direction}, as the rule is ${reader.leaning}.`);
    return onSharedChart(reader, start, left, right, (level) => cross(left, direction, level));
  },
};
