import { decimalText } from '../candle/decimal.ts';
import { expressionToText } from '../expression/expression-to-text.ts';
import type { Distance, Size, Strategy } from './strategy.ts';

/** The text form, one statement a line. `textToStrategy` gives the same strategy back. */
export function strategyToText(strategy: Strategy): string {
  const { long, short } = strategy;
  const lines = [
    strategy.name !== undefined && `name: ${strategy.name}`,
    long && `entry: ${expressionToText(long.entry)}`,
    long?.exit && `exit: ${expressionToText(long.exit)}`,
    short && `short entry: ${expressionToText(short.entry)}`,
    short?.exit && `short exit: ${expressionToText(short.exit)}`,
    strategy.stopLoss && `stop loss: ${distanceToText(strategy.stopLoss)}`,
    strategy.takeProfit && `take profit: ${distanceToText(strategy.takeProfit)}`,
    strategy.trailingStop && `trailing stop: ${distanceToText(strategy.trailingStop)}`,
    `size: ${sizeToText(strategy.size)}`,
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}

export const distanceToText = (distance: Distance): string => `${decimalText(distance.percent)}%`;

export function sizeToText(size: Size): string {
  switch (size.kind) {
    case 'equity':
      return `${decimalText(size.percent)}% of equity`;
    case 'value':
      return `${decimalText(size.value)} quote`;
    case 'amount':
      return `${decimalText(size.amount)} base`;
  }
}
