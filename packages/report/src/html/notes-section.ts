import type { BacktestResult } from '@wick/core';
import { resultToNotes } from '../facts/result-to-notes.ts';
import { html, type Html } from './html.ts';

/** Gaps, refusals, ambiguity and assumptions, where they cannot be overlooked. */
export function renderNotes(result: BacktestResult): Html | undefined {
  const notes = resultToNotes(result);
  const { assumptions } = result.manifest;
  if (notes.length + assumptions.length === 0) return undefined;
  return html`<section class="notes" aria-labelledby="notes-title">
<h2 id="notes-title">Before you believe it</h2>
<ul>
${notes.map((note) => html`<li>${note}</li>\n`)}${assumptions.map((sentence) => html`<li><span class="tag">assumed</span> ${sentence}</li>\n`)}
</ul>
</section>`;
}
