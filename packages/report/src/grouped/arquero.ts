import { createRequire } from 'node:module';

type Arquero = typeof import('arquero');

let loaded: Arquero | undefined;

/**
 * Tables to group by. Few callers need them and they take 0.2 s to load, so they come when they are first used.
 *
 * package.json pins '@uwdata/flechette', which arquero is built on: 2.7.0 asks for a package that is not published everywhere.
 */
export const arquero = (): Arquero => (loaded ??= createRequire(import.meta.url)('arquero') as Arquero);
