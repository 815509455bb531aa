import { type Check, failed, ok } from './check.ts';

const NEEDED = [22, 18] as const;

/** Is this Node one that runs TypeScript sources as they are? */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  return isEnough
    ? ok('Node', version)
    : failed('Node', `${version} is too old`, `Install Node ${NEEDED.join('.')} or newer from https://nodejs.org.`);
}
