import { decimalText, type Distance, WickError } from '@wick/core';
import type { Draft } from './draft.ts';

/**
 * Where the profit is taken: as said, or so many times as far as the stop loss.
 *
 * @throws WickError STRATEGY_INVALID for a multiple of a stop that there is not
 */
export function settleTarget({ stops, rewardMultiple }: Draft, assume: (text: string) => void): Distance | undefined {
  if (rewardMultiple === undefined) return stops.takeProfit;
  const { stopLoss } = stops;
  const text = decimalText(rewardMultiple);
  if (!stopLoss) {
    throw new WickError('STRATEGY_INVALID', `A target of ${text} times the risk needs a stop loss: its distance is the risk.`, {
      remedy: 'Name one, for example: stop loss at 2%.',
      details: { path: 'takeProfit' },
    });
  }
  assume(`A risk to reward of 1:${text} puts the target ${text} times as far from the entry as the stop loss.`);
  const scaled = (value: number): number => Number((value * rewardMultiple).toPrecision(12));
  return stopLoss.kind === 'percent' ? { ...stopLoss, percent: scaled(stopLoss.percent) } : { ...stopLoss, multiple: scaled(stopLoss.multiple) };
}
