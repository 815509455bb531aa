/**
 * Our side of a benchmark, or its other way, in a process of its own: see `side-process.ts` for what it is asked.
 *
 * Run: node --conditions=@wick/source tools/bench/harness/serve-work.ts <benchmark> <folder> ours|peer
 */
import { createInterface } from 'node:readline';
import { type Side, writeAnswer } from './answer.ts';
import { BENCHMARKS } from '../benchmarks.ts';
import { readScale } from './scale.ts';

const [name, folder, side] = process.argv.slice(2) as [string, string, Side];
const benchmark = BENCHMARKS.find((each) => each.name === name);
if (!benchmark) throw new Error(`There is no benchmark ${name}.`);
const { open } = side === 'ours' ? benchmark : benchmark.otherWay!;
const work = await open(folder, readScale(folder));
const say = (reply: object): unknown => process.stdout.write(`${JSON.stringify(reply)}\n`);

say({ versions: `node ${process.versions.node}` });
for await (const line of createInterface({ input: process.stdin })) {
  const [order, argument] = line.split(' ');
  if (order === 'run') {
    let runs = 0;
    const usage = process.cpuUsage();
    const start = performance.now();
    do {
      await work.run();
      runs++;
    } while (performance.now() - start < Number(argument));
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(usage);
    say({ ms: work.clockMs?.() ?? ms / runs, processorMs: (user + system) / 1000 / runs });
  } else {
    const answer = await work.answer();
    writeAnswer(folder, side, answer);
    say({ names: Object.keys(answer) });
  }
}
await work.close?.();
