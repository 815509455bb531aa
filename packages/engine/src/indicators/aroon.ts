import type { Expression } from '@wick/core';
import { HIGH, LOW, minus, number, percent, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Aroon of Chande, from 0 to 100:
 *
 *     up = 100·( p − bars since the highest high of p + 1 bars ) / p
 *     down = 100·( p − bars since the lowest low of p + 1 bars ) / p
 *     oscillator = up − down
 *
 * Source: TradingView built-in indicator "Aroon". First value on bar `p`. An unknown bar makes the windows that hold
 * it unknown.
 */
export const aroon: CompositeDefinition<'up' | 'down' | 'oscillator'> = {
  define(_inputs, [period]) {
    const recent = (since: Expression) => percent(minus(number(period!), since), number(period!));
    const up = recent(valueOf('bars_since_highest', [HIGH], [period! + 1]));
    const down = recent(valueOf('bars_since_lowest', [LOW], [period! + 1]));
    return { up, down, oscillator: minus(up, down) };
  },
};
