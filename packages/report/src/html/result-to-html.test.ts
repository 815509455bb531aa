import { describe, expect, test } from '@jest/globals';
import { WickError } from '@wick/core';
import { createContext, SourceTextModule } from 'node:vm';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { browserScript, chartLibrary, styleSheet } from './assets.ts';
import { html, inlineJson, inlineScript } from './html.ts';
import { resultToHtml } from './result-to-html.ts';

const frame = syntheticFrame({ candles: 400, missing: (index) => index === 100 });
const result = syntheticResult(frame, 12);
const ATTACKS = ['</script><script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><b>', "' onload='x", '&lt;'];

/** Everything but our own scripts and styles: where text from outside lands. */
const markupOf = (page: string): string =>
  page.replaceAll(chartLibrary(), '').replaceAll(browserScript(), '').replaceAll(styleSheet(), '');

describe('the page', () => {
  const page = resultToHtml({ result, frame, sentence: 'RSI below 30', paraphrase: 'Buy when the RSI is below 30.' });

  test('asks for nothing: no address but a link, and a policy that forbids requests', () => {
    const markup = markupOf(page);
    expect(markup).toContain("default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:");
    expect(markup).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|\bsrc=|@import|url\(/);
    expect(markup.match(/https?:[^"]*/g)).toEqual(['https://www.tradingview.com/']);
  });

  test('keeps the licence of the chart library', () => {
    expect(page).toContain('Licensed under Apache License 2.0');
    expect(page).toContain('TradingView Lightweight Charts™, Copyright © 2026 TradingView, Inc.');
  });

  test('says what was asked, what ran, what it cost and what it was computed from', () => {
    for (const part of ['RSI below 30', 'Buy when the RSI is below 30.', 'rsi(14) &lt; 30', 'fee 0.1%, slippage 2 bps']) {
      expect(page).toContain(part);
    }
    expect(page).toContain(result.manifest.datasetHash);
    expect(page).toContain(result.manifest.strategyHash);
    expect(page).toContain('1 candle is missing in 1 gap; nothing was filled in.');
  });

  test('is the same for the same result', () => {
    expect(resultToHtml({ result, frame })).toBe(resultToHtml({ result, frame }));
  });

  test('announces a simulated market, and only that', () => {
    expect(page).toContain('SIMULATED MARKET — these are not real prices.');
    const real = syntheticFrame({ candles: 50, exchange: 'binance' });
    expect(resultToHtml({ result: syntheticResult(real, 2), frame: real })).not.toContain('SIMULATED');
  });

  test('says whether the chart is down-sampled, and to what', () => {
    expect(page).toContain('Every one of the 399 candles of 1h is drawn.');
    const long = syntheticFrame({ candles: 9_000 });
    const longPage = resultToHtml({ result: syntheticResult(long, 5), frame: long });
    expect(longPage).toContain('Down-sampled: 9,000 candles of 1h are drawn as bars of 3h.');
    expect(longPage).toContain('Every one of the 9,000 candles of 1h is drawn.');
  });

  test('stands for a run without candles and without trades', () => {
    const empty = syntheticFrame({ candles: 0 });
    const markup = markupOf(resultToHtml({ result: syntheticResult(empty, 0), frame: empty }));
    expect(markup).toContain('The strategy never traded in this range: ');
    expect(markup).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('refuses a frame that is not the one of the run', () => {
    const other = syntheticFrame({ candles: 401 });
    expect(() => resultToHtml({ result, frame: other })).toThrow(WickError);
  });

  test('of a million candles and ten thousand trades is at most 3 MB', () => {
    const million = syntheticFrame({ candles: 1_000_000, interval: '1m' });
    expect(resultToHtml({ result: syntheticResult(million, 10_000), frame: million }).length).toBeLessThan(3_000_000);
  });
});

describe('text from outside', () => {
  test.each(ATTACKS)('%p stays text wherever it stands', (attack) => {
    const strange = syntheticFrame({ candles: 30, symbol: attack });
    const ran = syntheticResult(strange, 2);
    const manifest = { ...ran.manifest, strategyText: attack, assumptions: [attack], engineVersion: attack, datasetHash: attack };
    const page = resultToHtml({ result: { ...ran, manifest }, frame: strange, title: attack, sentence: attack, paraphrase: attack });
    const calm = resultToHtml({ result: ran, frame: strange, title: 'x', sentence: 'x', paraphrase: 'x' });
    const tags = (text: string): number => (text.match(/<[a-z!/]/gi) ?? []).length;
    expect(tags(page)).toBe(tags(calm));
    expect(markupOf(page)).not.toContain('<img');
  });

  test('is escaped in text and attributes, and HTML is not escaped twice', () => {
    expect(html`<p title="${'"<'}">${'a & b'}${html`<b>${'<'}</b>`}</p>`.html).toBe('<p title="&quot;&lt;">a &amp; b<b>&lt;</b></p>');
  });

  test('cannot end a script or a data block', () => {
    expect(inlineScript('a("</script>")').html).toBe('<script>a("<\\/script>")</script>');
    expect(inlineJson('x', '</script><!--').html).not.toMatch(/<\/script><!--|<!--/);
  });
});

test('the page’s script is one module that parses, with no import or export left', () => {
  const script = browserScript();
  expect(script).not.toMatch(/^(?:import|export)\b/m);
  expect(() => new SourceTextModule(script, { context: createContext() })).not.toThrow();
});
