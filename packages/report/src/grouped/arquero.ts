import { createRequire } from 'node:module';

type Arquero = typeof import('arquero');

/** Grouping tables is needed by few callers and takes 0.2 s to load: it comes when it is first used. */
let loaded: Arquero | undefined;

export const arquero = (): Arquero => (loaded ??= createRequire(import.meta.url)('arquero') as Arquero);
