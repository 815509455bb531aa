import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { msToText } from '../harness/measured-to-row.ts';
import { ourEnvironment } from '../harness/run-benchmark.ts';
import { jsonLines } from '../live/json-lines.ts';
import type { Pair } from '../pairs.ts';

/** One line of the table, with what is to be reached. */
export interface OverheadRow {
  readonly work: string;
  readonly ours: string;
  readonly bare: string;
  readonly difference: string;
  readonly 'to reach': string;
  readonly reached: 'yes' | 'no';
}

const MOST_MS = 2;
const run = (script: string): string => fileURLToPath(new URL(script, import.meta.url));

/** What our client adds to a bare HTTPS request, against a provider on this machine that answers at once; the server is a process of its own. */
export async function measureOverhead(pairs: number): Promise<OverheadRow> {
  const folder = mkdtempSync(join(tmpdir(), 'wick-bench-'));
  const env = ourEnvironment();
  const server = spawn(process.execPath, ['--conditions=@wick/source', run('serve-llm.ts')], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const { baseUrl, apiKey, certificate } = await jsonLines<{ baseUrl: string; apiKey: string; certificate: string }>(server.stdout).next();
    const trusted = join(folder, 'certificate.pem');
    writeFileSync(trusted, certificate);
    const client = spawn(process.execPath, ['--conditions=@wick/source', run('time-requests.ts'), baseUrl, apiKey, String(pairs)], {
      env: { ...env, NODE_EXTRA_CA_CERTS: trusted },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const failed = once(client, 'exit').then(([code]) => Promise.reject(new Error(`the client ended with ${String(code)} and without figures`)));
    return pairToRow(await Promise.race([jsonLines<Pair>(client.stdout).next(), failed]), pairs);
  } finally {
    const ended = once(server, 'exit');
    server.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

function pairToRow({ subject, reference, differenceMs }: Pair, pairs: number): OverheadRow {
  return {
    work: `${pairs} questions to a model over HTTPS on this machine`,
    ours: msToText(subject.medianMs),
    bare: msToText(reference.medianMs),
    difference: msToText(differenceMs),
    'to reach': `≤ ${MOST_MS} ms`,
    reached: differenceMs <= MOST_MS ? 'yes' : 'no',
  };
}
