import { DEFAULT_MAINTENANCE_MARGIN_RATE, decimalText, type Execution, VECTORBT_CONVENTIONS } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';
import type { Fact } from './manifest-to-facts.ts';

/** How orders became fills and what that cost, as label and value; what was not in force is left out. */
export function executionToFacts(execution: Execution): Fact[] {
  const { leverage, maintenanceMarginRate = DEFAULT_MAINTENANCE_MARGIN_RATE, sequence } = execution;
  const venue = venueToText(execution);
  const liquidated = `liquidated where the equity falls to ${percent(maintenanceMarginRate)} of the positions`;
  return [
    { label: 'Fills', value: fillToText(execution) },
    { label: 'Costs', value: costsToText(execution) },
    ...(leverage === undefined ? [] : [{ label: 'Leverage', value: `positions up to ${leverage}× the equity, ${liquidated}` }]),
    ...(venue === '' ? [] : [{ label: 'Venue', value: venue }]),
    ...(sequence === undefined ? [] : [{ label: 'Turns', value: `instruments ${SEQUENCES[sequence]}` }]),
    ...(execution.conventions ? [{ label: 'Conventions', value: conventionsToText(execution.conventions) }] : []),
    { label: 'Initial cash', value: numberToText(execution.initialCash, 2) },
    { label: 'Annualised with', value: `${execution.daysPerYear} days a year, risk-free rate ${percent(execution.riskFreeRate)}` },
  ];
}

const percent = (rate: number): string => `${Number((rate * 100).toPrecision(6))}%`;

const SEQUENCES: Readonly<Record<NonNullable<Execution['sequence']>, string>> = {
  listed: 'as listed',
  reversed: 'from the last listed to the first',
  'sells-first': 'that sell before those that buy',
};

export const fillToText = ({ fill }: Execution): string =>
  fill === 'next-open' ? 'next bar’s open after the signal' : 'close of the signal’s own bar';

export function costsToText(execution: Execution): string {
  const { takerFeeRate, makerFeeRate, fixedFee, slippageBps, slippageRangeShare, volumeImpactBps } = execution;
  const rates = takerFeeRate === makerFeeRate ? `fee ${percent(takerFeeRate)}` : `taker fee ${percent(takerFeeRate)}, maker fee ${percent(makerFeeRate)}`;
  const fees = fixedFee ? `${rates} and ${decimalText(fixedFee)} a fill` : rates;
  const slippage = [
    `slippage ${slippageBps} bps`,
    ...(slippageRangeShare ? [`${percent(slippageRangeShare)} of the bar’s range`] : []),
    ...(volumeImpactBps ? [`${decimalText(volumeImpactBps)} bps × √(size / volume)`] : []),
  ];
  return `${fees}, ${slippage.join(' + ')}`;
}

function venueToText({ stepSize, minSize, maxSize, minNotional }: Execution): string {
  return [
    ...(stepSize === undefined ? [] : [`sizes in steps of ${decimalText(stepSize)}`]),
    ...(minSize === undefined ? [] : [`at least ${decimalText(minSize)} base an order`]),
    ...(maxSize === undefined ? [] : [`at most ${decimalText(maxSize)} base`]),
    ...(minNotional === undefined ? [] : [`at least ${decimalText(minNotional)} quote to open or add`]),
  ].join(', ');
}

/** Only what is not as vectorbt has it where nobody tells it otherwise. */
function conventionsToText(conventions: NonNullable<Execution['conventions']>): string {
  const names = Object.keys(conventions) as (keyof typeof conventions)[];
  const told = names.filter((name) => conventions[name] !== VECTORBT_CONVENTIONS[name]).map((name) => `${name}: ${conventions[name]}`);
  return told.length === 0 ? 'those of vectorbt 1.1' : `those of vectorbt 1.1, with ${told.join(', ')}`;
}
