import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scale } from './benchmark.ts';

const fileOf = (folder: string): string => join(folder, 'scale.json');

export const writeScale = (folder: string, scale: Scale): void => writeFileSync(fileOf(folder), JSON.stringify(scale));

export const readScale = (folder: string): Scale => JSON.parse(readFileSync(fileOf(folder), 'utf8')) as Scale;
