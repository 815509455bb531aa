import { html, type Html } from './html.ts';

/** Gaps, refusals, ambiguity and assumptions, where they cannot be overlooked. */
export function renderNotes(notes: readonly string[], assumptions: readonly string[]): Html | undefined {
  if (notes.length + assumptions.length === 0) return undefined;
  return html`<section class="notes" aria-labelledby="notes-title">
<h2 id="notes-title">Before you believe it</h2>
<div class="lists">
${renderList('To know', notes)}
${renderList('Assumed, as nothing else was asked for', assumptions)}
</div>
</section>`;
}

const renderList = (title: string, sentences: readonly string[]): Html | undefined =>
  sentences.length === 0
    ? undefined
    : html`<div><h3>${title}</h3><ul>
${sentences.map((sentence) => html`<li>${sentence}</li>\n`)}</ul></div>`;
