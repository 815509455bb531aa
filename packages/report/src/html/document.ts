import { SIMULATED_MARKET } from '../facts/result-to-notes.ts';
import { browserScript, chartLibrary, styleSheet } from './assets.ts';
import { html, type Html, inlineJson, inlineScript, trusted } from './html.ts';
import type { PageData } from './page-data.ts';

/** Nothing may be requested, from anywhere: styles and scripts are in the file. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A page without its frame. */
export interface Document {
  readonly title: string;
  readonly engineVersion: string;
  readonly isSimulated: boolean;
  readonly sections: readonly (Html | undefined)[];
  readonly data: PageData;
}

/** The whole page, from the heading to the licence of the chart library. */
export const renderDocument = ({ title, engineVersion, isSimulated, sections, data }: Document): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="wick ${engineVersion}">
<title>${title} · wick backtest</title>
<style>${trusted(styleSheet())}</style>
</head>
<body>
${isSimulated && html`<p class="simulated" role="note">${SIMULATED_MARKET}</p>`}
<main>
${sections.map((section) => html`${section}\n`)}</main>
<footer>
<p>Made by wick ${engineVersion}. All times are UTC. Past results, real or simulated, promise nothing.</p>
<p>Charts: TradingView Lightweight Charts™, Copyright © 2026 TradingView, Inc.,
<a href="https://www.tradingview.com/" rel="noreferrer">tradingview.com</a>, Apache License 2.0.</p>
</footer>
${inlineJson('wick-data', data)}
${inlineScript(chartLibrary())}
${inlineScript(browserScript(), 'type="module"')}
</body>
</html>
`.html;
