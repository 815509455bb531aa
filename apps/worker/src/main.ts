import { readFile } from 'node:fs/promises';
import { systemClock, WickError } from '@wick/core';
import type { Logger } from 'pino';
import { readConfiguration } from './configuration/configuration.ts';
import { createLogger } from './log/logger.ts';
import { runWorker } from './run-worker.ts';

/** Settings of the file that WICK_CONFIG names, if it names one. */
async function readConfigurationFile(path: string | undefined): Promise<unknown> {
  if (!path) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new WickError('OPTION_INVALID', `The configuration file ${path} cannot be read as JSON.`, {
      remedy: 'Mend the file, or clear WICK_CONFIG to use the environment alone.',
      cause,
    });
  }
}

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => interruption.abort(new DOMException(`stopped by ${name}`, 'AbortError')));
}

let logger: Logger = createLogger('info');
try {
  const configuration = readConfiguration(process.env, await readConfigurationFile(process.env['WICK_CONFIG']));
  logger = createLogger(configuration.logLevel);
  await runWorker(configuration, { logger, clock: systemClock, signal: interruption.signal });
} catch (error) {
  logger.fatal({ error }, 'the worker cannot go on');
  process.exitCode = 1;
}
