import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeFlags, writeNumbers } from '../harness/arrays.ts';
import type { Scale } from '../harness/benchmark.ts';
import { generateMarket } from './generate-market.ts';
import { MARKET_COLUMNS, MARKET_FLAGS, marketFolder } from './market-files.ts';

/** Writes the markets of a scale, each column a file. */
export function writeMarkets(folder: string, scale: Scale): void {
  for (let column = 0; column < (scale.columns ?? 1); column++) {
    const market = generateMarket(scale.bars, `benchmark ${column}`);
    const into = marketFolder(folder, column, scale);
    mkdirSync(into, { recursive: true });
    for (const name of MARKET_COLUMNS) writeNumbers(join(into, `${name}.f64`), market[name]);
    for (const name of MARKET_FLAGS) writeFlags(join(into, `${name}.u8`), market[name]);
  }
}
