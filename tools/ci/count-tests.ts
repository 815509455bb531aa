/**
 * Adds up jest's summaries in a log and prints the closing line of a CI run.
 *
 * Run: node tools/ci/count-tests.ts LOG FAILED_STAGES
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Sums lines such as `Tests:       1 failed, 2 skipped, 30 passed, 33 total`. */
export function countTests(log: string): Count {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const [, summary = ''] of stripVTControlCharacters(log).matchAll(/^Tests: +(.*) total$/gm)) {
    for (const [, number, outcome] of summary.matchAll(/(\d+) (passed|failed|skipped)/g)) {
      count[outcome as keyof Count] += Number(number);
    }
  }
  return count;
}

/** A stage that failed counts as a failure even if no test did; a run without tests has failed too. */
export function closingLine(count: Count, failedStages: number): { line: string; ok: boolean } {
  const failed = Math.max(count.failed, failedStages, count.passed === 0 ? 1 : 0);
  const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  return { line: `${count.passed} passed, ${failed} failed${skipped}`, ok: failed === 0 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [log = '', failedStages = '0'] = process.argv.slice(2);
  const { line, ok } = closingLine(countTests(readFileSync(log, 'utf8')), Number(failedStages));
  console.log(line);
  process.exitCode = ok ? 0 : 1;
}
