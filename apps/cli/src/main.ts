import { enableCompileCache } from 'node:module';
import { constants } from 'node:os';

// Later starts skip most of the parsing. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
enableCompileCache();
const [{ run }, { OutputClosed, Stopped }] = await Promise.all([import('./run.ts'), import('./interruption.ts')]);

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    process.exitCode = 128 + constants.signals[name];
    // Whoever asks twice does not want to wait for the cleaning up.
    if (interruption.signal.aborted) process.exit();
    interruption.abort(new Stopped(name));
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  interruption.abort(new OutputClosed());
});

const exitCode = await run(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
process.exitCode ??= exitCode;
