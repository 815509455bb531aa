import { marketToFigures } from '../facts/market-to-figures.ts';
import { assumptionsOf, symbolsOf, tradesOfMarkets } from '../facts/portfolio-run.ts';
import { portfolioToFacts, portfolioToMarket, portfolioToRange, portfolioToRules, portfolioToTitle } from '../facts/portfolio-to-facts.ts';
import { portfolioToNotes } from '../facts/portfolio-to-notes.ts';
import { isSimulated } from '../facts/result-to-notes.ts';
import { numberToText } from '../format/number-to-text.ts';
import { renderEquityChart } from './chart-section.ts';
import { renderDocument } from './document.ts';
import { renderManifest } from './manifest-section.ts';
import { renderMarkets } from './markets-section.ts';
import { renderHeadline, renderMetrics } from './metrics-section.ts';
import { renderMonthlyReturns } from './monthly-returns-section.ts';
import { renderNotes } from './notes-section.ts';
import type { PageData } from './page-data.ts';
import type { PortfolioReport } from './portfolio-report.ts';
import { renderStrategy } from './strategy-section.ts';
import { renderTrades } from './trades-section.ts';

/** The page of several markets with one cash. */
export function renderPortfolioPage(report: PortfolioReport, data: PageData): string {
  const { result, title: given, sentence, paraphrase } = report;
  const { markets, metrics, openTimeMs, equity } = result;
  const { engineVersion, execution, series } = markets[0]!.manifest;
  const title = given ?? portfolioToTitle(result);
  const bars = openTimeMs.length;
  const symbols = symbolsOf(result);
  const scope = [`${symbols.length} ${symbols.length === 1 ? 'market' : 'markets'} on ${portfolioToMarket(result)}`, portfolioToRange(result), `${numberToText(bars, 0)} bars of ${series.interval}`];
  return renderDocument({
    title,
    engineVersion,
    isSimulated: markets.some(isSimulated),
    data,
    sections: [
      renderStrategy({ title, scope, sentence, paraphrase, rules: portfolioToRules(report) }),
      renderHeadline(metrics),
      renderEquityChart(bars, series.interval, data),
      renderNotes(portfolioToNotes(report), assumptionsOf(result)),
      renderMarkets(markets.map((market) => marketToFigures(market, bars))),
      renderMetrics(metrics),
      renderMonthlyReturns(openTimeMs, equity, execution.initialCash),
      renderTrades(tradesOfMarkets(result).map(({ trade }) => trade)),
      renderManifest(portfolioToFacts(result), markets.map(({ gaps }, market) => ({ symbol: symbols[market]!, gaps }))),
    ],
  });
}
