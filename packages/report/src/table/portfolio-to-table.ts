import { marketToFigures } from '../facts/market-to-figures.ts';
import { assumptionsOf, type PortfolioRun, symbolsOf, tradesOfMarkets } from '../facts/portfolio-run.ts';
import { portfolioToFacts, portfolioToMarket, portfolioToRange, portfolioToRules, portfolioToTitle } from '../facts/portfolio-to-facts.ts';
import { portfolioToNotes } from '../facts/portfolio-to-notes.ts';
import { isSimulated, SIMULATED_MARKET } from '../facts/result-to-notes.ts';
import { factsToLines, notesToLines } from './facts-to-lines.ts';
import { marketsToTable } from './markets-to-table.ts';
import { metricsToTable } from './metrics-to-table.ts';
import { paintWith } from './paint.ts';
import { type TableOptions, tableWidth } from './table-options.ts';
import { tradesToTable } from './trades-to-table.ts';

/**
 * A portfolio for people at a terminal: the metrics of the account, a row a market, the last trades of any, what the run
 * was computed from, and what to know before believing it.
 */
export function portfolioToTable(run: PortfolioRun, options: TableOptions = {}): string {
  const { result } = run;
  const width = tableWidth(options);
  const paint = paintWith(options.colour ?? false);
  const symbols = symbolsOf(result);
  const trades = tradesOfMarkets(result).map(({ market, trade }) => ({ ...trade, symbol: symbols[market]! }));
  const sections = [
    result.markets.some(isSimulated) && paint.warning(SIMULATED_MARKET),
    `${paint.bold(`${portfolioToTitle(result)}, ${portfolioToMarket(result)}`)}\n${portfolioToRange(result)}`,
    metricsToTable(result.metrics, options.metrics ?? 'key', width, paint),
    marketsToTable(result.markets.map((market) => marketToFigures(market, result.openTimeMs.length)), width, paint),
    tradesToTable(trades, width, paint),
    factsToLines([{ label: 'Rules', value: portfolioToRules(run) }, ...portfolioToFacts(result)], width, paint),
    notesToLines(portfolioToNotes(run), assumptionsOf(result), width, paint),
  ];
  return sections.filter((section) => typeof section === 'string').join('\n\n');
}
