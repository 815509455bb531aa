/** A backtest result on its way to a reader: a person at a terminal, a program, a person with a browser. */

// result → text for a terminal.
export { resultToTable, type TableOptions } from './table/result-to-table.ts';

// result → JSON, the same bytes for the same result.
export { type JsonOptions, resultToJson } from './json/result-to-json.ts';

// result + frame → one HTML file that opens offline.
export type { HtmlReport } from './html/html-report.ts';
export { resultToHtml } from './html/result-to-html.ts';
