import { decimalText } from '../candle/decimal.ts';
import type { Distance, EntryOrder, ExitAfter, PositionRules, Size } from './position-rules.ts';

/** The text form of what is not signals, a statement each. */
export function positionRulesToStatements(rules: PositionRules): string[] {
  const { stopLoss, takeProfit, trailingStop, exitAfter, size, entryOrder, scaleIn, scaleOut } = rules;
  const statements = [
    stopLoss && `stop loss: ${distanceToText(stopLoss)}`,
    takeProfit && `take profit: ${distanceToText(takeProfit)}`,
    trailingStop && `trailing stop: ${distanceToText(trailingStop)}`,
    exitAfter && `exit after: ${exitAfterToText(exitAfter)}`,
    `size: ${sizeToText(size)}`,
    entryOrder && `entry order: ${entryOrderToText(entryOrder)}`,
    scaleIn && `scale in: ${scaleIn.entries} entries`,
    scaleOut && `scale out: ${decimalText(scaleOut.percent)}%`,
  ];
  return statements.filter((statement) => statement !== undefined);
}

export const distanceToText = (distance: Distance): string =>
  distance.kind === 'percent' ? `${decimalText(distance.percent)}%` : `${decimalText(distance.multiple)} atr(${distance.period})`;

export function sizeToText(size: Size): string {
  switch (size.kind) {
    case 'equity':
      return `${decimalText(size.percent)}% of equity`;
    case 'value':
      return `${decimalText(size.value)} quote`;
    case 'amount':
      return `${decimalText(size.amount)} base`;
    case 'risk':
      return `${decimalText(size.percent)}% risk`;
    case 'volatility':
      return `${decimalText(size.percent)}% volatility(${size.period})`;
  }
}

export const exitAfterToText = ({ bars }: ExitAfter): string => barsToText(bars);

export function entryOrderToText(order: EntryOrder): string {
  const at = distanceToText(order.offset);
  const life = `for ${barsToText(order.bars)}`;
  return order.kind === 'stop-limit' ? `stop ${at} limit ${distanceToText(order.limit)} ${life}` : `${order.kind} ${at} ${life}`;
}

const barsToText = (bars: number): string => `${bars} ${bars === 1 ? 'bar' : 'bars'}`;
