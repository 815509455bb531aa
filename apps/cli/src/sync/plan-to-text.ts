import type { PlanOutcome } from '@wick/ingestion';
import { formatAmount, formatBytes } from '../output/format.ts';
import { formatTable } from '../output/table.ts';

/** What a sync is going to do, one line a series: `plan: BTCUSDT 1m  88 months + 12 days from archives (312.0 MB), 3 REST pages`. */
export function plansToText(plans: readonly PlanOutcome[]): string {
  const lines = formatTable([{ title: 'plan:' }, { title: '' }, { title: '' }], plans.map((plan) => ['', `${plan.series.symbol} ${plan.series.interval}`, planToText(plan)]));
  // The title stands before the first series instead of above it.
  return lines.split('\n').slice(1).map((line, index) => (index === 0 ? `plan:${line.slice('plan:'.length)}` : line)).join('\n');
}

export function planToText(plan: PlanOutcome): string {
  if ('error' in plan) return plan.error.message;
  const { archives, archiveBytes, restPages, missing, notes } = plan;
  const count = (period: 'monthly' | 'daily'): number => archives.filter(({ file }) => file.period === period).length;
  const again = archives.filter(({ republished }) => republished).length;
  const files = [
    ...(count('monthly') > 0 ? [formatAmount(count('monthly'), 'month')] : []),
    ...(count('daily') > 0 ? [formatAmount(count('daily'), 'day')] : []),
  ];
  const ways = [
    ...(files.length > 0 ? [`${files.join(' + ')} from archives (${formatBytes(archiveBytes)}${again > 0 ? `, ${again} published again` : ''})`] : []),
    ...(restPages > 0 ? [formatAmount(restPages, 'REST page')] : []),
  ];
  const what = ways.length > 0 ? ways.join(', ') : missing === 0 ? 'nothing is missing' : 'nothing to be had';
  return [what, ...notes].join('. ');
}

/** The same for programs. */
export const planToJson = (plan: PlanOutcome): unknown =>
  'error' in plan
    ? plan
    : {
        series: plan.series,
        missing: plan.missing,
        archives: plan.archives.map(({ file, republished }) => ({ key: file.key, sizeBytes: file.sizeBytes, republished })),
        archiveBytes: plan.archiveBytes,
        rest: plan.rest,
        restPages: plan.restPages,
        notes: plan.notes,
      };
