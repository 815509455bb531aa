import { readFileSync } from 'node:fs';

/** The version of this package. The file lies one folder up from `src` and from `dist` alike. */
export const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return (manifest as { version: string }).version;
};
