import { plus, valueOf } from './compose.ts';
import type { CompositeDefinition } from './kernel.ts';

/**
 * Coppock curve:
 *
 *     out = wma( roc(source, longRoc) + roc(source, shortRoc), p )
 *
 * Source: TradingView built-in indicator "Coppock Curve"; Coppock, Barron's (1962). First value on bar `max(longRoc,
 * shortRoc) + p − 1`. An unknown bar makes the windows that hold it unknown.
 */
export const coppock: CompositeDefinition<'value'> = {
  define([source], [period, longRoc, shortRoc]) {
    const rates = plus(valueOf('roc', [source!], [longRoc!]), valueOf('roc', [source!], [shortRoc!]));
    return { value: valueOf('wma', [rates], [period!]) };
  },
};
