import { seriesKey, WickError } from '@wick/core';
import type { HtmlReport } from './html-report.ts';
import { renderPage } from './page.ts';
import { resultToPageData } from './page-data.ts';

/**
 * A result as one HTML file that needs nothing else: it opens from a disk without a network, and its policy forbids
 * any request. Charts are down-sampled (the page says to what); metrics, trades and monthly returns are from every candle.
 *
 * @throws WickError RESULT_INVALID if the frame is not the one of the run
 */
export function resultToHtml(report: HtmlReport): string {
  const { result, frame } = report;
  const { series } = result.manifest;
  const bars = result.equity.length;
  if (frame.length !== bars || seriesKey(frame.series) !== seriesKey(series)) {
    throw new WickError(
      'RESULT_INVALID',
      `The result holds the equity of ${bars} bars of ${seriesKey(series)}, the frame ${frame.length} candles of ${seriesKey(frame.series)}.`,
      { remedy: 'Pass the frame that the run was computed from, and run it with the equity of every bar.' },
    );
  }
  return renderPage(report, resultToPageData(result, frame));
}
