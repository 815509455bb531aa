import path from 'node:path';
import envPaths from 'env-paths';

/** Where wick keeps its data: `WICK_DATA_DIR`, or else the platform's folder for user data. Always absolute. */
export function resolveDataDir(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env['WICK_DATA_DIR'] || envPaths('wick', { suffix: '' }).data);
}

/** Where wick keeps columns to read them again quickly: `WICK_CACHE_DIR`, or else `cache` in the data folder. Always absolute. */
export function resolveCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env['WICK_CACHE_DIR'] || path.join(resolveDataDir(env), 'cache'));
}
