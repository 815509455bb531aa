import { DEFAULT_SIZE, decimalText, type Size, WickError } from '@wick/core';
import type { Draft } from './draft.ts';

/**
 * How much each trade takes: all of the equity where nothing is said, and by risk only with a stop.
 *
 * @throws WickError STRATEGY_INVALID if each trade is to risk a share and no stop says what it can lose
 */
export function settleSize({ size, stops, risksPerTrade }: Draft, assume: (text: string) => void): Size {
  if (!size) {
    assume('The sentence names no size: each trade takes 100% of the equity.');
    return DEFAULT_SIZE;
  }
  if (size.kind !== 'risk' || stops.stopLoss || stops.trailingStop) return size;
  const share = `${decimalText(size.percent)}%`;
  if (risksPerTrade) {
    throw new WickError('STRATEGY_INVALID', `To risk ${share} per trade, a strategy needs a stop: its distance says how much to buy.`, {
      remedy: 'Name one, for example: stop loss at 2%, or: trailing stop of 3 ATR.',
      details: { path: 'size' },
    });
  }
  assume(`Without a stop all that is bought is at risk: to risk ${share} of the equity is to buy for ${share} of it.`);
  return { kind: 'equity', percent: size.percent };
}
