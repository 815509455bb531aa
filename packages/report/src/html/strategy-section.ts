import { marketToText, rangeToText } from '../facts/manifest-to-facts.ts';
import { rulesToText } from '../facts/rules-to-text.ts';
import { numberToText } from '../format/number-to-text.ts';
import { html, type Html } from './html.ts';
import type { HtmlReport } from './html-report.ts';

/** What was asked, how it was understood, and the rules that ran. */
export function renderStrategy({ result, sentence, paraphrase }: HtmlReport, title: string): Html {
  const { manifest } = result;
  return html`<header class="masthead">
<p class="eyebrow">Backtest report</p>
<h1>${title}</h1>
<p class="scope">${marketToText(manifest.series)}<span> · </span>${rangeToText(manifest)}<span> · </span>${numberToText(manifest.candles, 0)} candles</p>
<div class="strategy">
${sentence !== undefined && html`<blockquote>${sentence}</blockquote>`}
${paraphrase !== undefined && html`<p class="paraphrase"><span>Understood as</span> ${paraphrase}</p>`}
<pre class="rules" aria-label="The strategy’s rules">${rulesToText(manifest)}</pre>
</div>
</header>`;
}
