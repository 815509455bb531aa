import { type Distance, distancesOf, type Execution, type FundingRates, type PositionRules, WickError } from '@wick/core';

/** Options that vectorbt does not have; `leverage` and the others do nothing at these values. */
const FOREIGN = { leverage: 1, slippageRangeShare: 0, volumeImpactBps: 0, minNotional: 0 } as const satisfies Partial<Execution>;

/**
 * Refuses what the conventions cannot do, which would otherwise be left out in silence.
 *
 * @throws WickError OPTION_INVALID that names the option or the rule
 */
export function requireConventions(rules: PositionRules, execution: Execution, funding?: FundingRates): void {
  if (!execution.conventions) return;
  const options = (Object.keys(FOREIGN) as (keyof typeof FOREIGN)[]).filter((option) => (execution[option] ?? FOREIGN[option]) !== FOREIGN[option]);
  const fill = execution.fill === 'close' ? [] : [`fill at the ${execution.fill === 'next-open' ? 'next open' : execution.fill} (set fill to close)`];
  const [problem] = [...fill, ...options, ...foreignRules(rules), ...(funding ? ['funding'] : [])];
  if (problem === undefined) return;
  throw new WickError('OPTION_INVALID', `Under the conventions of vectorbt there is no ${problem}.`, {
    remedy: 'Leave it out, or run by our own rules.',
    details: { option: problem },
  });
}

function foreignRules(rules: PositionRules): string[] {
  const { size, entryOrder, exitAfter, scaleIn, scaleOut, stopLoss, trailingStop } = rules;
  const isAtr = ({ kind }: Distance): boolean => kind === 'atr';
  return [
    ...(size.kind === 'risk' || size.kind === 'volatility' ? [`size by ${size.kind}`] : []),
    ...(entryOrder ? ['entry order'] : []),
    ...(exitAfter ? ['exit after a number of bars'] : []),
    ...(scaleIn ? ['scale in (set conventions.accumulate)'] : []),
    ...(scaleOut ? ['scale out (set conventions.accumulate)'] : []),
    ...(distancesOf(rules).some(isAtr) ? ['stop or target by ATR'] : []),
    ...(stopLoss && trailingStop ? ['stop loss beside a trailing stop'] : []),
  ];
}
