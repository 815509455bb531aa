import type { Fact } from '../facts/manifest-to-facts.ts';
import type { Paint } from './paint.ts';
import { wrapText } from './wrap-text.ts';

/** Labels and values as two columns; long values go on below themselves. */
export function factsToLines(facts: readonly Fact[], width: number, paint: Paint): string {
  const margin = Math.max(...facts.map(({ label }) => label.length)) + 2;
  return facts
    .map(({ label, value }) => {
      const rows = value.split('\n').flatMap((row) => wrapText(row, width - margin));
      return `${paint.dim(label.padEnd(margin))}${rows.join(`\n${' '.repeat(margin)}`)}`;
    })
    .join('\n');
}

/** What to know and what was assumed, a bullet a sentence. Undefined if there is neither. */
export function notesToLines(notes: readonly string[], assumptions: readonly string[], width: number, paint: Paint): string | undefined {
  const list = (title: string, sentences: readonly string[]): string[] =>
    sentences.length === 0
      ? []
      : [paint.bold(title), ...sentences.map((sentence) => `  · ${wrapText(sentence, width - 4).join('\n    ')}`)];
  const lines = [...list('To know', notes), ...list('Assumed', assumptions)];
  return lines.length > 0 ? lines.join('\n') : undefined;
}
