import { shareToText } from '../format/number-to-text.ts';
import { monthlyReturns } from '../grouped/monthly-returns.ts';
import { html, type Html } from './html.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** A month's return at which its colour is full. */
const FULL_COLOUR = 0.2;

/** Years down, months across, tinted by the size of the return. */
export function renderMonthlyReturns(openTimeMs: Float64Array, equity: Float64Array, initialCash: number): Html | undefined {
  const years = monthlyReturns(openTimeMs, equity, initialCash);
  if (years.length === 0) return undefined;
  return html`<section aria-labelledby="months-title">
<h2 id="months-title">Monthly returns</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="months-title">
<table class="months">
<thead><tr><th scope="col">Year</th>${MONTHS.map((month) => html`<th scope="col">${month}</th>`)}<th scope="col">Total</th></tr></thead>
<tbody>
${years.map(({ year, months, total }) => html`<tr><th scope="row">${year}</th>${months.map(renderReturn)}${renderReturn(total)}</tr>\n`)}
</tbody>
</table>
</div>
<p class="fine">In percent. Equity at the last bar of a UTC month against the last bar of the month before; the first month is against the initial cash.</p>
</section>`;
}

function renderReturn(share: number | null): Html {
  if (share === null) return html`<td></td>`;
  const strength = Math.round(Math.min(1, Math.abs(share) / FULL_COLOUR) * 100);
  const tone = share > 0 ? 'good' : share < 0 ? 'bad' : 'neutral';
  return html`<td class="${tone}" style="--strength:${strength}%">${shareToText(share, 1).replace('%', '')}</td>`;
}
