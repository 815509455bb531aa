import { type Manifest, positionRulesToStatements } from '@wick/core';

/** What ran: the rules of the strategy, or what stands in their place where signals came from outside. */
export function rulesToText({ strategyText, signals }: Manifest): string {
  if (signals === null) return strategyText ?? '';
  const { rules, origin } = signals;
  const sell = origin?.sell === 'short' ? 'SELL: close a long position and open a short one' : 'SELL: close a long position';
  return [
    `signals: ${origin?.source ?? 'from outside'}`,
    ...(origin ? ['BUY: open a long position', sell] : []),
    ...positionRulesToStatements(rules),
  ].join('\n');
}
