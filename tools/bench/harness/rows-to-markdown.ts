import type { Row } from './measured-to-row.ts';

const COLUMNS = ['work', 'ours', 'peer', 'ratio', 'processor ratio', 'to reach', 'reached', 'memory', 'peer memory', 'answer'] as const satisfies (keyof Row)[];

/** The table as docs/benchmarks.md holds it. */
export const rowsToMarkdown = (rows: readonly Row[]): string =>
  [COLUMNS, COLUMNS.map(() => '---'), ...rows.map((row) => COLUMNS.map((column) => row[column]))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
