import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `src/html` and `dist/html` are equally deep, so this is the same folder from sources and from a package. */
const ASSETS = fileURLToPath(new URL('../../assets/', import.meta.url));

/** Modules of the page's script, each after those that it imports. */
const MODULES = ['page-data', 'format', 'levels', 'markers', 'gap-shade', 'theme', 'chart-series', 'chart', 'chart-controls', 'trades-table', 'main'];

const asset = (path: string): string => readFileSync(join(ASSETS, path), 'utf8');

export const styleSheet = (): string => asset('report.css');

/** The page's script: its modules one after another in one scope, without their imports and exports. */
export const browserScript = (): string => MODULES.map((name) => withoutModuleSyntax(asset(`browser/${name}.js`))).join('\n');

const withoutModuleSyntax = (source: string): string =>
  source.replace(/^import [^;]*;\n/gm, '').replace(/^export (?=(?:async )?(?:function|const|class)\b)/gm, '');

/** TradingView Lightweight Charts, its licence comment included, as a script that defines `LightweightCharts`. */
export function chartLibrary(): string {
  const manifest = createRequire(import.meta.url).resolve('lightweight-charts/package.json');
  return readFileSync(join(dirname(manifest), 'dist', 'lightweight-charts.standalone.production.js'), 'utf8');
}
