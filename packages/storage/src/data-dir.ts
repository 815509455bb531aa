import path from 'node:path';
import envPaths from 'env-paths';

/** Where wick keeps its data: `WICK_DATA_DIR`, or else the platform's folder for user data. Always absolute. */
export function resolveDataDir(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env['WICK_DATA_DIR'] || envPaths('wick', { suffix: '' }).data);
}
