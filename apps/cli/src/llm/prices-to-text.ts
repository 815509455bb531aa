import { cutOffToSentence, knowledgeCutOff, type Price, type PriceRow } from '@wick/llm-signals';
import { formatTable } from '../output/table.ts';
import { pricesToNotes } from './cost-to-text.ts';

/** The prices with what each model may know. */
export function pricesToText(rows: readonly PriceRow[], prices: readonly Price[]): string {
  const table = formatTable(
    [{ title: 'Model' }, { title: 'Provider' }, { title: 'Input', align: 'right' }, { title: 'Cached', align: 'right' }, { title: 'Output', align: 'right' }, { title: 'From' }, { title: 'Until' }, { title: 'State' }],
    rows.map(({ model, provider, state, price }) => [
      model, provider, String(price.inputUsd), String(price.cachedInputUsd), String(price.outputUsd), price.from ?? '', price.until ?? '', state,
    ]),
  );
  const known = [...new Set(rows.map(({ model, provider }) => cutOffToSentence(model, knowledgeCutOff(provider, model, prices))))];
  return [`$ per million tokens; the first that fits counts:\n\n${table}`, pricesToNotes(rows), known.join('\n')].join('\n\n');
}
