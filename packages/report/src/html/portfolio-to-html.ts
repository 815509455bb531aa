import { seriesKey, WickError } from '@wick/core';
import { portfolioToPageData } from './page-data.ts';
import { renderPortfolioPage } from './portfolio-page.ts';
import type { PortfolioReport } from './portfolio-report.ts';

/**
 * A portfolio as one HTML file that needs nothing else, by the rules of `resultToHtml`: equity and drawdown as a chart,
 * metrics, a row a market, and the trades of all of them.
 *
 * @throws WickError RESULT_INVALID if the frames are not those of the run
 */
export function portfolioToHtml(report: PortfolioReport): string {
  const { result, frames } = report;
  const { markets } = result;
  const odd = markets.find(({ manifest }, market) => {
    const frame = frames[market];
    return frame?.length !== manifest.candles || seriesKey(frame.series) !== seriesKey(manifest.series);
  });
  if (odd || frames.length !== markets.length) {
    throw new WickError('RESULT_INVALID', `The result is of ${markets.length} markets, and the ${frames.length} frames are not theirs.`, {
      remedy: 'Pass the frames that the run was computed from, in the order of its markets.',
    });
  }
  return renderPortfolioPage(report, portfolioToPageData(result, frames));
}
