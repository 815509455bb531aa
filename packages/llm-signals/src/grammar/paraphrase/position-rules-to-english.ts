import { decimalText, type Distance, type EntryOrder, type PositionRules, type Size } from '@wick/core';

/** What is not signals in English, a sentence each, without the full stop. */
export function positionRulesToEnglish(rules: PositionRules): string[] {
  const { stopLoss, takeProfit, trailingStop, exitAfter, entryOrder, scaleIn, scaleOut } = rules;
  const sentences = [
    stopLoss && `Stop loss at ${distanceToEnglish(stopLoss)}`,
    takeProfit && `Take profit at ${distanceToEnglish(takeProfit)}`,
    trailingStop && `Trailing stop of ${distanceToEnglish(trailingStop)}`,
    exitAfter && `Exit after ${barsToEnglish(exitAfter.bars)}`,
    sizeToEnglish(rules.size),
    entryOrder && entryOrderToEnglish(entryOrder),
    scaleIn && `Scale in up to ${scaleIn.entries} entries`,
    scaleOut && `Scale out ${decimalText(scaleOut.percent)}% at each exit`,
  ];
  return sentences.filter((sentence) => sentence !== undefined);
}

const distanceToEnglish = (distance: Distance): string =>
  distance.kind === 'percent' ? `${decimalText(distance.percent)}%` : `${decimalText(distance.multiple)} ATR(${distance.period})`;

const barsToEnglish = (bars: number): string => `${bars} ${bars === 1 ? 'bar' : 'bars'}`;

function sizeToEnglish(size: Size): string {
  switch (size.kind) {
    case 'equity':
      return `Use ${decimalText(size.percent)}% of the equity`;
    case 'value':
      return `Use ${decimalText(size.value)} quote per trade`;
    case 'amount':
      return `Use ${decimalText(size.amount)} base per trade`;
    case 'risk':
      return `Risk ${decimalText(size.percent)}% of the equity per trade`;
    case 'volatility':
      return `Target ${decimalText(size.percent)}% annualized volatility over ${size.period} bars`;
  }
}

/** "Better" and "beyond" fit both sides: a buy limit lies below the close and a sell limit above, stops the other way round. */
function entryOrderToEnglish(order: EntryOrder): string {
  const offset = distanceToEnglish(order.offset);
  const life = `good for ${barsToEnglish(order.bars)}`;
  switch (order.kind) {
    case 'limit':
      return `Enter with a limit order ${offset} better than the close, ${life}`;
    case 'stop':
      return `Enter with a stop order ${offset} beyond the close, ${life}`;
    case 'stop-limit':
      return `Enter with a stop order ${offset} beyond the close and a limit ${distanceToEnglish(order.limit)} beyond the stop, ${life}`;
  }
}
