import { html, type Html } from './html.ts';

/** What stands at the top of a page. */
export interface Masthead {
  readonly title: string;
  /** Market, range and size of the data, one phrase each. */
  readonly scope: readonly string[];
  /** What the user asked for, in English. */
  readonly sentence?: string | undefined;
  /** How it was understood, in English. */
  readonly paraphrase?: string | undefined;
  readonly rules: string;
}

/** What was asked, how it was understood, and the rules that ran. */
export const renderStrategy = ({ title, scope, sentence, paraphrase, rules }: Masthead): Html =>
  html`<header class="masthead">
<p class="eyebrow">Backtest report</p>
<h1>${title}</h1>
<p class="scope">${scope.map((part, index) => html`${index > 0 && html`<span> · </span>`}${part}`)}</p>
<div class="strategy">
${sentence !== undefined && html`<blockquote>${sentence}</blockquote>`}
${paraphrase !== undefined && html`<p class="paraphrase"><span>Understood as</span> ${paraphrase}</p>`}
<pre class="rules" aria-label="The strategy’s rules">${rules}</pre>
</div>
</header>`;
