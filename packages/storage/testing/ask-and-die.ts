import { openStorage } from '../src/index.ts';

/** A process of its own that enters a request for each of the keys, says so, and waits for an answer that never comes. */
const [dataDir, keys = ''] = process.argv.slice(2);

const storage = await openStorage({ dataDir });
for (const key of keys.split(',')) {
  await storage.cassettes.begin({ key, provider: 'holysheep', sentAtMs: Date.now(), tokens: 700, worstUsd: 0.5 });
}
process.stdout.write('begun\n');
setInterval(() => undefined, 60_000);
