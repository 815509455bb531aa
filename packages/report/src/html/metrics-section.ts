import { type BacktestResult, type Frame, type MetricName, METRICS } from '@wick/core';
import { METRIC_NAMES, metricToText, toneOfMetric } from '../format/metric-to-text.ts';
import { shareToText } from '../format/number-to-text.ts';
import { html, type Html } from './html.ts';

/** What a reader wants to know first. */
const HEADLINE: readonly MetricName[] = ['totalReturn', 'maxDrawdown', 'sharpe', 'winRate', 'trades', 'finalValue'];

/** The first few metrics, large. */
export const renderHeadline = (result: BacktestResult, frame: Frame): Html =>
  html`<dl class="metrics headline">
${HEADLINE.map((name) => renderMetric(result, name, name === 'totalReturn' ? holding(frame) : undefined))}
</dl>`;

/** All other metrics, each with its convention. */
export const renderMetrics = (result: BacktestResult): Html =>
  html`<section aria-labelledby="metrics-title">
<h2 id="metrics-title">More metrics</h2>
<dl class="metrics">
${METRIC_NAMES.filter((name) => !HEADLINE.includes(name)).map((name) => renderMetric(result, name))}
</dl>
</section>`;

const renderMetric = ({ metrics }: BacktestResult, name: MetricName, aside?: Html): Html =>
  html`<div class="metric" data-metric="${name}">
<dt>${METRICS[name].title}</dt>
<dd class="value ${toneOfMetric(metrics, name)}">${metricToText(metrics, name)}</dd>
${aside}
<dd class="convention">${METRICS[name].convention}</dd>
</div>
`;

/** What the asset itself did: the return that a strategy has to be compared with. */
function holding({ columns, length }: Frame): Html | undefined {
  const start = columns.open[0];
  const end = columns.close[length - 1];
  if (start === undefined || end === undefined || !(start > 0) || !(end > 0)) return undefined;
  return html`<dd class="aside">Holding instead, without costs: ${shareToText(end / start - 1)}</dd>`;
}
