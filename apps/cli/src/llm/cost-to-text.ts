import type { Price, PriceRow, Usage } from '@wick/llm-signals';
import { formatAmount, formatCount } from '../output/format.ts';
import { formatTable, type TableColumn } from '../output/table.ts';
import type { CostComparison } from './compare-cost.ts';
import { formatUsd } from './format-usd.ts';

const right = (title: string): TableColumn => ({ title, align: 'right' });

export function costToText(comparison: CostComparison): string {
  const { models } = comparison;
  return [steadyUse(comparison), bothWays(comparison), pricesToNotes(models)].join('\n\n');
}

/** $ per million tokens, and so many tokens of output a day. */
function steadyUse({ tokensPerDay, models }: CostComparison): string {
  const table = formatTable(
    [{ title: 'Model' }, { title: 'Provider' }, right('Input'), right('Cached'), right('Output'), right('a day'), right('30 days'), right('365 days'), { title: 'State' }],
    models.map(({ model, provider, price, dayUsd, monthUsd, yearUsd, state }) => [
      model, provider, String(price.inputUsd), String(price.cachedInputUsd), String(price.outputUsd),
      formatUsd(dayUsd), formatUsd(monthUsd), formatUsd(yearUsd), state,
    ]),
  );
  return `$ per million tokens, and ${formatCount(tokensPerDay)} tokens of output a day:\n\n${table}`;
}

function bothWays({ work: { candles, window, every, masked, measured = [] }, tokens: { compiled, repaired, decision }, models }: CostComparison): string {
  const table = formatTable(
    [{ title: 'Model' }, { title: 'Provider' }, right('compiled'), right(`with ${repaired.repairs} repairs`), right('by window')],
    models.map(({ model, provider, per1000Candles: { compiledUsd, repairedUsd, windowsUsd } }) => [
      model, provider, formatUsd(compiledUsd), formatUsd(repairedUsd), formatUsd(windowsUsd),
    ]),
  );
  return [
    '$ per 1,000 candles:',
    '',
    table,
    '',
    `Compiled: once, for ${formatAmount(candles, 'candle')}: ${usageToText(compiled.usage)}${compiled.isMeasured ? `, with ${formatAmount(compiled.repairs, 'repair')}` : ''}; with ${repaired.repairs} repairs ${usageToText(repaired.usage)}.`,
    `By window: ${formatAmount(window, 'candle')}${masked ? ', masked,' : ''} ${every === 1 ? 'at every candle' : `every ${every} candles`}: ${usageToText(decision.usage)} a decision.`,
    ...measured.map(({ what, model, provider }) => `The tokens of a ${what} are those that ${provider} charged for ${model}; other models count otherwise.`),
    ...(measured.length < 2 ? ['Tokens of the real prompts, counted with o200k_base; the tokenizers of other makers count otherwise.'] : []),
  ].join('\n');
}

const usageToText = ({ promptTokens, completionTokens }: Usage): string => `${formatCount(Math.round(promptTokens))} tokens in, ${formatCount(Math.round(completionTokens))} out`;

/** Where the prices are from, and what changes them. */
export function pricesToNotes(rows: readonly PriceRow[]): string {
  const sources = [...new Set(rows.map(({ price: { date, source } }) => `${date}: ${source}.`))];
  const peaks = rows.flatMap(({ model, provider, price: { peak } }) => (peak ? [`${model} at ${provider} costs ${peak.factor} times as much on weekdays ${hoursToText(peak)} UTC.`] : []));
  const noted = Object.entries(Object.groupBy(rows.filter(({ price }) => price.note !== undefined), ({ model, price: { note } }) => `${model}: ${note}`));
  const notes = noted.map(([note, those]) => note.replace(':', ` at ${those!.map(({ provider }) => provider).join(' and ')}:`));
  return ['Prices as they were entered, off the peak; nobody has looked them up since:', ...sources, ...peaks, ...notes].join('\n  ');
}

const hoursToText = ({ hours }: NonNullable<Price['peak']>): string =>
  hours.map(([from, to]) => `${hourToText(from)}–${hourToText(to)}`).join(' and ');
const hourToText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
