/** A backtest result on its way to a reader: a person at a terminal, a program, a person with a browser. */

// result → text for a terminal.
export { resultToTable } from './table/result-to-table.ts';
export { portfolioToTable } from './table/portfolio-to-table.ts';
export type { TableOptions } from './table/table-options.ts';

// result → JSON, the same bytes for the same result.
export { type JsonOptions, resultToJson } from './json/result-to-json.ts';
export { portfolioToJson } from './json/portfolio-to-json.ts';

// what was asked for and did not happen → a sentence a reason.
export { refusalsToSentences } from './facts/result-to-notes.ts';

// result + frame → one HTML file that opens offline.
export type { HtmlReport } from './html/html-report.ts';
export { resultToHtml } from './html/result-to-html.ts';

// several markets with one cash.
export type { PortfolioRun } from './facts/portfolio-run.ts';
export type { PortfolioReport } from './html/portfolio-report.ts';
export { portfolioToHtml } from './html/portfolio-to-html.ts';
