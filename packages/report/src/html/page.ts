import { isSimulated, SIMULATED_MARKET } from '../facts/result-to-notes.ts';
import { browserScript, chartLibrary, styleSheet } from './assets.ts';
import { renderChart } from './chart-section.ts';
import { html, inlineJson, inlineScript, trusted } from './html.ts';
import { renderManifest } from './manifest-section.ts';
import { renderHeadline, renderMetrics } from './metrics-section.ts';
import { renderMonthlyReturns } from './monthly-returns-section.ts';
import { renderNotes } from './notes-section.ts';
import type { PageData } from './page-data.ts';
import type { HtmlReport } from './html-report.ts';
import { renderStrategy } from './strategy-section.ts';
import { renderTrades } from './trades-section.ts';

/** Nothing may be requested, from anywhere: styles and scripts are in the file. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** The whole page, from the heading to the licence of the chart library. */
export function renderPage(report: HtmlReport, data: PageData): string {
  const { result, frame } = report;
  const { symbol, interval } = result.manifest.series;
  const title = report.title ?? `${symbol} ${interval}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="wick ${result.manifest.engineVersion}">
<title>${title} · wick backtest</title>
<style>${trusted(styleSheet())}</style>
</head>
<body>
${isSimulated(result) && html`<p class="simulated" role="note">${SIMULATED_MARKET}</p>`}
<main>
${renderStrategy(report, title)}
${renderHeadline(result)}
${renderChart(result, data)}
${renderNotes(result)}
${renderMetrics(result)}
${renderMonthlyReturns(result, frame)}
${renderTrades(result)}
${renderManifest(result)}
</main>
<footer>
<p>Made by wick ${result.manifest.engineVersion}. All times are UTC. Past results, real or simulated, promise nothing.</p>
<p>Charts: TradingView Lightweight Charts™, Copyright © 2026 TradingView, Inc.,
<a href="https://www.tradingview.com/" rel="noreferrer">tradingview.com</a>, Apache License 2.0.</p>
</footer>
${inlineJson('wick-data', data)}
${inlineScript(chartLibrary())}
${inlineScript(browserScript(), 'type="module"')}
</body>
</html>
`.html;
}
