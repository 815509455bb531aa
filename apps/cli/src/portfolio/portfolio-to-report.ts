import { paraphrase } from '@wick/llm-signals';
import { portfolioToHtml } from '@wick/report';
import { writePage } from '../backtest/run-to-report.ts';
import type { FinishedPortfolio } from './prepare-portfolio.ts';

/** Writes the HTML report of a portfolio, all or nothing, and gives its absolute path. */
export function writePortfolioReport(path: string, { strategy, ...run }: FinishedPortfolio): Promise<string> {
  return writePage(path, portfolioToHtml({ ...run, ...(strategy && { paraphrase: paraphrase(strategy) }), ...(strategy?.name !== undefined && { title: strategy.name }) }));
}
