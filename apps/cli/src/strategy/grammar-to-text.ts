import type { GrammarComparison, PartDifference } from '@wick/llm-signals';

/** Where a model and the grammar understood a sentence otherwise, for people. */
export function grammarToLines(comparison: GrammarComparison): string[] {
  if (!comparison.understood) return [`The grammar cannot be compared with: ${comparison.problem}`];
  const { same, differences } = comparison;
  if (differences.length === 0) return [`The grammar understands the same (${same.join(', ')}), without a model.`];
  const width = Math.max(...differences.map(({ part }) => part.length));
  return [
    `The grammar understands it otherwise${same.length === 0 ? '' : `; the same: ${same.join(', ')}`}.`,
    ...differences.flatMap((difference) => differenceToLines(difference, width)),
  ];
}

function differenceToLines({ part, left, right }: PartDifference, width: number): string[] {
  const name = part.padEnd(width);
  if (left === null) return [`  ${name}  only the grammar: ${right}`];
  if (right === null) return [`  ${name}  only the model: ${left}`];
  return [`  ${name}  the model:   ${left}`, `  ${' '.repeat(width)}  the grammar: ${right}`];
}
