import { manifestToFacts, marketToText, rangeToText } from '../facts/manifest-to-facts.ts';
import { isSimulated, resultToNotes } from '../facts/result-to-notes.ts';
import { rulesToText } from '../facts/rules-to-text.ts';
import { numberToText } from '../format/number-to-text.ts';
import { renderChart } from './chart-section.ts';
import { renderDocument } from './document.ts';
import type { HtmlReport } from './html-report.ts';
import { renderManifest } from './manifest-section.ts';
import { renderHeadline, renderMetrics } from './metrics-section.ts';
import { renderMonthlyReturns } from './monthly-returns-section.ts';
import { renderNotes } from './notes-section.ts';
import type { PageData } from './page-data.ts';
import { renderStrategy } from './strategy-section.ts';
import { renderTrades } from './trades-section.ts';

/** The page of a run of one market. */
export function renderPage({ result, frame, title: given, sentence, paraphrase }: HtmlReport, data: PageData): string {
  const { manifest, metrics, gaps, trades } = result;
  const title = given ?? `${manifest.series.symbol} ${manifest.series.interval}`;
  const scope = [marketToText(manifest.series), rangeToText(manifest), `${numberToText(manifest.candles, 0)} candles`];
  return renderDocument({
    title,
    engineVersion: manifest.engineVersion,
    isSimulated: isSimulated(result),
    data,
    sections: [
      renderStrategy({ title, scope, sentence, paraphrase, rules: rulesToText(manifest) }),
      renderHeadline(metrics),
      renderChart(result, data),
      renderNotes(resultToNotes(result), manifest.assumptions),
      renderMetrics(metrics),
      renderMonthlyReturns(frame.openTimeMs, result.equity, manifest.execution.initialCash),
      renderTrades(trades),
      renderManifest(manifestToFacts(manifest), [{ gaps }]),
    ],
  });
}
