import { WickError } from '@wick/core';
import { usdToText } from '../cost/usd-to-text.ts';
import type { PlannedJudging } from './prepare-judging.ts';

/** More than expected, so that answers that are longer than expected do not end the run. */
const RESERVE = 1.25;

/** Nobody is charged who has not said how much. */
export function costsNotLimited(planned: PlannedJudging): WickError {
  const { answers, toAsk, estimate } = planned;
  const limit = limitFor(planned);
  if (limit === null) return noPrice(planned);
  return new WickError('BUDGET_EXHAUSTED', `${toAsk} of ${answers} answers are not recorded, and nothing is asked without a limit of what it may cost.`, {
    remedy: `Run again with --max-cost ${limit}: expected are ${usdToText(estimate!.expectedUsd!)}${worstToText(planned)}, by prices of ${estimate!.priceDate}.`,
    details: detailsOf(planned),
  });
}

/** @throws WickError PRICE_UNKNOWN, or BUDGET_EXHAUSTED if what is expected is more than what is allowed */
export function requireAffordable(planned: PlannedJudging, maxUsd: number): void {
  const { estimate } = planned;
  const limit = limitFor(planned);
  if (limit === null) throw noPrice(planned);
  const expectedUsd = spentUsd(planned)! + estimate!.expectedUsd!;
  if (expectedUsd <= maxUsd) return;
  throw new WickError('BUDGET_EXHAUSTED', `All answers are expected to cost ${usdToText(expectedUsd, 'up')}, and ${usdToText(maxUsd)} is allowed.`, {
    remedy: `Raise the limit to --max-cost ${limit}, or ask for less: a shorter range, a decision every few bars.`,
    details: { ...detailsOf(planned), maxUsd },
  });
}

/** In US dollars; null where a price, or what was spent, is unknown. */
function limitFor(planned: PlannedJudging): string | null {
  const { estimate, toAsk } = planned;
  const spent = spentUsd(planned);
  if (spent === null || !estimate || estimate.expectedUsd === null || estimate.worstUsd === null || toAsk === 0) return null;
  return roundUp(spent + estimate.expectedUsd * RESERVE + estimate.worstUsd / toAsk);
}

/** With two digits that count: `0.0083`, `1.6`. */
function roundUp(usd: number): string {
  const step = 10 ** (Math.floor(Math.log10(usd)) - 1);
  return (Math.ceil(usd / step) * step).toFixed(Math.max(2, 1 - Math.floor(Math.log10(usd))));
}

function noPrice({ provider, model }: PlannedJudging): WickError {
  return new WickError('PRICE_UNKNOWN', `What ${model} at ${provider} costs is not known, so no limit of the costs can be held.`, {
    remedy: 'Give its price in a file: "wick llm prices --json > prices.json" writes ours, --prices prices.json reads yours.',
    details: { provider, model },
  });
}

const spentUsd = ({ spending: { settledUsd, unsettledUsd } }: PlannedJudging): number | null => (unsettledUsd === null ? null : settledUsd + unsettledUsd);

const worstToText = ({ estimate }: PlannedJudging): string => (estimate!.worstUsd === null ? '' : `, ${usdToText(estimate!.worstUsd)} at worst`);

const detailsOf = (planned: PlannedJudging): Record<string, unknown> => ({
  answers: planned.answers,
  recorded: planned.recorded,
  toAsk: planned.toAsk,
  spentUsd: spentUsd(planned),
  expectedUsd: planned.estimate?.expectedUsd ?? null,
  worstUsd: planned.estimate?.worstUsd ?? null,
  priceDate: planned.estimate?.priceDate ?? null,
});
