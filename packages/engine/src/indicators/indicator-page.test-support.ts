import { type Expression, INDICATOR_FAMILIES, type IndicatorName, signatureOf } from '@wick/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expressionsToPlan } from '../plan/expressions-to-plan.ts';

const HEAD = `# Indicators

Every indicator that a strategy can name, with its defaults. Written from the catalogue in \`packages/core/src/indicator\` and the
doc comments in \`packages/engine/src/indicators\`; a test compares. \`x[n]\` is the value n bars ago, \`p\` the period, \`x\` the source.

A *warm-up* of n means that the first value is on bar n, counted from 0, with the default parameters. Unknown values follow two
rules, and each indicator says which: a window that holds an unknown bar is unknown; an average or sum with memory passes over it,
as though it had never been.
`;

const FAMILIES: Readonly<Record<keyof typeof INDICATOR_FAMILIES, string>> = {
  trend: 'Trend',
  momentum: 'Momentum',
  volatility: 'Volatility',
  volume: 'Volume',
  statistics: 'Statistics',
  price: 'Price and arithmetic',
};

/** The page `docs/indicators.md`, as it must be. */
export function indicatorPage(): string {
  const families = Object.entries(INDICATOR_FAMILIES).map(([family, indicators]) => {
    const entries = (Object.keys(indicators) as IndicatorName[]).map(entryOf);
    return [`## ${FAMILIES[family as keyof typeof INDICATOR_FAMILIES]}\n`, ...entries].join('\n');
  });
  return [HEAD, ...families].join('\n');
}

function entryOf(name: IndicatorName): string {
  const { title, inputs, reads, parameters, outputs } = signatureOf(name);
  const series = inputs.map((input) => `${input.name} = ${input.default}`);
  const figures = parameters.map((parameter) => `${parameter.name} = ${parameter.default}`);
  const { formula, words } = docCommentOf(name);
  const facts = [
    ...(reads.length > 0 ? [`reads ${reads.join(', ')}`] : []),
    ...(outputs.length > 1 ? [`outputs ${outputs.map((output) => `\`${output}\``).join(', ')}`] : []),
    `warm-up ${warmupText(name)}`,
  ];
  return [`### ${name}\n`, `${title}: \`${name}(${[...series, ...figures].join(', ')})\`; ${facts.join('; ')}.\n`, '```text', ...formula, '```\n', `${words}\n`].join('\n');
}

/** One number, or one for each output where they differ. */
function warmupText(name: IndicatorName): string {
  const { inputs, parameters, outputs } = signatureOf(name);
  const bars = outputs.map((output) => {
    const call: Expression = {
      kind: 'indicator',
      name,
      inputs: inputs.map((input): Expression => ({ kind: 'column', column: input.default })),
      parameters: parameters.map((parameter) => parameter.default),
      output,
    };
    return expressionsToPlan([call], 'number').roots[0]!.warmupBars;
  });
  return new Set(bars).size === 1 ? String(bars[0]) : outputs.map((output, index) => `${bars[index]} (${output})`).join(', ');
}

/** The indented formula of an indicator's file, and what stands below it, without how it is computed. */
export function docCommentOf(name: IndicatorName): { readonly formula: readonly string[]; readonly words: string } {
  const text = readFileSync(join(import.meta.dirname, `${name.replaceAll('_', '-')}.ts`), 'utf8');
  const comment = /\/\*\*\n([\s\S]*?)\n \*\/\nexport const/.exec(text)?.[1] ?? '';
  const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, ''));
  const formula = lines.filter((line) => line.startsWith('    ')).map((line) => line.slice(4));
  const last = lines.findLastIndex((line) => line.startsWith('    '));
  const paragraphs = lines.slice(last + 1).join('\n').trim().split('\n\n');
  const behind = paragraphs.findLastIndex((paragraph) => /first value|starts on|first bar|unknown/i.test(paragraph));
  return { formula, words: paragraphs.slice(0, behind + 1).map((paragraph) => paragraph.replaceAll('\n', ' ')).join('\n\n') };
}
