/**
 * Every benchmark, our side and the peers' on the same arrays in the same run.
 *
 * Run: npm run bench -- [--only <name>]… [--small] [--pairs <count>] [--markdown]
 */
import { parseArgs } from 'node:util';
import { BENCHMARKS } from './benchmarks.ts';
import { measureDisk } from './candles/measure-disk.ts';
import { measuredToRow, type Row } from './harness/measured-to-row.ts';
import { rowsToMarkdown } from './harness/rows-to-markdown.ts';
import { runBenchmark } from './harness/run-benchmark.ts';
import { measureFirstLight } from './first-light.ts';
import { figuresToRow } from './live/figures-to-row.ts';
import { measureLive } from './live/measure-live.ts';
import { measureOverhead } from './llm/measure-overhead.ts';

const FIRST_LIGHT = 'first-light';
const LIVE = 'live-closes';
const OVERHEAD = 'llm-overhead';
const DISK = 'candles-on-disk';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    small: { type: 'boolean', default: false },
    pairs: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
});
const names = [...BENCHMARKS.map((benchmark) => benchmark.name), DISK, FIRST_LIGHT, LIVE, OVERHEAD];
const wanted = values.only ?? names;
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`There is no benchmark ${unknown}: ${names.join(', ')}.`);
  process.exit(2);
}

const rows: Row[] = [];
const versions = new Set<string>();
for (const benchmark of BENCHMARKS.filter(({ name }) => wanted.includes(name))) {
  const pairs = Number(values.pairs ?? (values.small ? 3 : benchmark.pairs));
  const measured = await runBenchmark(benchmark, { size: values.small ? 'small' : 'full', pairs, peers: true }).catch((error: Error) => {
    console.error(`${benchmark.name} failed: ${error.message}`);
    process.exitCode = 1;
  });
  if (!measured) continue;
  const row = measuredToRow(measured);
  if (typeof measured.peer === 'object') versions.add(measured.peer.versions);
  if (row.answer.startsWith('DIFFERS')) process.exitCode = 1;
  console.error(Object.values(row).join(' · '));
  rows.push(row);
}
if (values.markdown) console.log(rowsToMarkdown(rows));
else if (rows.length > 0) console.table(rows);
for (const version of versions) console.log(version);
if (wanted.includes(DISK)) console.table(await measureDisk(values.small ? 'some' : 'all'));
if (wanted.includes(FIRST_LIGHT)) console.table(await (values.small ? measureFirstLight(20_000, 1) : measureFirstLight(1_000_000, 5)));
if (wanted.includes(LIVE)) console.table([figuresToRow(await measureLive(values.small ? { symbols: 10, minutes: 3, pauseMs: 2 } : { symbols: 300, minutes: 20, pauseMs: 100 }))]);
if (wanted.includes(OVERHEAD)) console.table([await measureOverhead(values.small ? 50 : 2_000)]);
