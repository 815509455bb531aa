import { type MetricName, METRICS, type Metrics } from '@wick/core';
import { metricSections, metricToText, toneOfMetric } from '../format/metric-to-text.ts';
import { html, type Html } from './html.ts';

/** What a reader wants to know first. */
const HEADLINE: readonly MetricName[] = ['totalReturn', 'maxDrawdown', 'sharpe', 'winRate', 'trades', 'finalValue'];

/** The first few metrics, large. */
export const renderHeadline = (metrics: Metrics): Html =>
  html`<dl class="metrics headline">
${HEADLINE.map((name) => renderMetric(metrics, name, name === 'totalReturn' ? holding(metrics) : undefined))}
</dl>`;

/** All other metrics by group, each with its convention. */
export const renderMetrics = (metrics: Metrics): Html =>
  html`<section aria-labelledby="metrics-title">
<h2 id="metrics-title">More metrics</h2>
${metricSections((name) => !HEADLINE.includes(name)).map(
  ({ heading, names }) => html`<h3>${heading}</h3>
<dl class="metrics">
${names.map((name) => renderMetric(metrics, name))}
</dl>
`,
)}</section>`;

const renderMetric = (metrics: Metrics, name: MetricName, aside?: Html): Html =>
  html`<div class="metric" data-metric="${name}">
<dt>${METRICS[name].title}</dt>
<dd class="value ${toneOfMetric(metrics, name)}">${metricToText(metrics, name)}</dd>
${aside}
<dd class="convention">${METRICS[name].convention}</dd>
</div>
`;

/** What the asset itself did: the return that a strategy has to be compared with. */
const holding = (metrics: Metrics): Html | undefined =>
  metrics.benchmarkReturn === null
    ? undefined
    : html`<dd class="aside">Holding instead, without costs: ${metricToText(metrics, 'benchmarkReturn')}</dd>`;
