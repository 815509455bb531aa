import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stopEmbeddedServer } from '@wick/storage';
import { startBinanceSimulator } from '@wick/testkit';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';

jest.setTimeout(60_000);

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wick-worker-'));
});
afterEach(async () => {
  // The worker has left its server, which may still be stopping.
  await stopEmbeddedServer(folder);
  rmSync(folder, { recursive: true, force: true });
});

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly error?: { readonly code?: string; readonly message: string };
}

/** Runs the worker's process to its end. `onLine` may end it. */
function runProcess(env: Record<string, string>, onLine: (line: Line, kill: (signal: NodeJS.Signals) => void) => void = () => {}) {
  const { NODE_OPTIONS: _ofJest, FORCE_COLOR: _ofNx, DATABASE_URL: _ofOthers, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--conditions=@wick/source', MAIN], { env: { ...inherited, WICK_DATA_DIR: folder, PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: Line[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const whole = (rest + text).split('\n');
    rest = whole.pop()!;
    for (const json of whole) {
      const line = JSON.parse(json) as Line;
      lines.push(line);
      onLine(line, (signal) => child.kill(signal));
    }
  });
  return new Promise<{ exitCode: number | null; lines: Line[] }>((resolve) => child.on('close', (exitCode) => resolve({ exitCode, lines })));
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends a working process cleanly', async (signal) => {
  const exchange = await startBinanceSimulator();
  const env = { WICK_SERIES: 'simulated:spot:BTCUSDT:1h', WICK_SINCE: '2d', WICK_BINANCE_REST_URL: exchange.restUrl, WICK_BINANCE_WS_URL: exchange.wsUrl };
  const { exitCode, lines } = await runProcess(env, ({ msg }, kill) => msg === 'worker started' && kill(signal));
  await exchange.close();
  expect(lines.at(-1)).toMatchObject({ level: 'info', msg: 'worker stopped' });
  expect(exitCode).toBe(0);
});

test('a wrong setting ends the process before it starts, with exit code 1 and the reason', async () => {
  const { exitCode, lines } = await runProcess({ WICK_SERIES: 'BTCUSDT:7h' });
  expect(exitCode).toBe(1);
  expect(lines).toMatchObject([{ level: 'fatal', msg: 'the worker cannot go on', error: { code: 'OPTION_INVALID' } }]);
  expect(lines[0]?.error?.message).toContain('WICK_SERIES: "7h" is not a Binance candle interval');
});
