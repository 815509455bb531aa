import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { METRICS } from '@wick/core';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGUMENTS, findChromium } from '../../test/find-chromium.ts';
import { syntheticPortfolio } from '../../test/synthetic-portfolio.ts';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { portfolioToHtml } from './portfolio-to-html.ts';
import { resultToHtml } from './result-to-html.ts';

const TIMEOUT_MS = 120_000;
const executablePath = findChromium();

if (executablePath === undefined) {
  console.warn('The report is not tried in a browser: install Chromium or set CHROMIUM_PATH to do so.');
  test('no browser is found, so the page is tested without one', () => expect(executablePath).toBeUndefined());
} else {
  describe('the report in a browser', () => {
    inBrowser(executablePath);
  });
}

interface OpenReport {
  readonly page: Page;
  /** What the page asked for or complained about. A good report has none of either. */
  readonly requests: string[];
  readonly complaints: string[];
}

function inBrowser(browserPath: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'wick-report-'));
  let context: BrowserContext;

  beforeAll(async () => {
    context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: browserPath,
      args: CHROMIUM_ARGUMENTS,
      viewport: { width: 1280, height: 900 },
      offline: true,
    });
  }, TIMEOUT_MS);

  afterAll(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }, TIMEOUT_MS);

  async function open(html: string): Promise<OpenReport> {
    const path = join(folder, 'report.html');
    writeFileSync(path, html);
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('html[data-ready]', { timeout: TIMEOUT_MS });
    await twoFrames(page);
    return { page, requests, complaints };
  }

  const frame = syntheticFrame({ candles: 6_000, missing: (index) => index >= 3_000 && index < 3_040 });
  const result = syntheticResult(frame, 90);

  test('draws price, equity and drawdown without a request and without a complaint', async () => {
    const { page, requests, complaints } = await open(resultToHtml({ result, frame, sentence: 'RSI below 30' }));
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
    expect(requests).toHaveLength(1);
    // Colours that only the candles, the equity line and the drawdown have.
    const drawn = await drawnColours(page);
    for (const colour of ['15,138,109', '204,75,55', '47,95,168']) expect(drawn.get(colour) ?? 0).toBeGreaterThan(50);
    expect(Number(await page.locator('#chart').getAttribute('data-markers'))).toBeGreaterThan(5);
    expect(await page.locator('.metric').count()).toBe(Object.keys(METRICS).length);
    expect(await page.locator('.simulated').textContent()).toBe('SIMULATED MARKET — these are not real prices.');
    expect((await page.screenshot({ fullPage: true })).length).toBeGreaterThan(50_000);
    await page.close();
  }, TIMEOUT_MS);

  test('sorts and turns the pages of the trades, by mouse and by keyboard', async () => {
    const { page } = await open(resultToHtml({ result, frame }));
    const rows = page.locator('table.trades tbody tr');
    const pnl = async (): Promise<number[]> =>
      (await rows.locator('td:nth-child(9)').allTextContents()).map((text) => Number(text.replace('−', '-').replace(',', '')));
    expect(await rows.count()).toBe(20);
    await page.getByRole('button', { name: 'P&L' }).click();
    const best = result.trades.map((trade) => Math.round(trade.pnl * 100) / 100).toSorted((a, b) => b - a);
    expect(await pnl()).toEqual(best.slice(0, 20));
    await page.getByRole('button', { name: 'P&L' }).focus();
    await page.keyboard.press('Enter');
    expect(await pnl()).toEqual(best.toReversed().slice(0, 20));
    await page.getByRole('button', { name: 'Last page' }).click();
    expect(await pnl()).toEqual(best.toReversed().slice(80));
    await page.close();
  }, TIMEOUT_MS);

  test('shows a trade on the finer chart when its row is chosen', async () => {
    const { page, complaints } = await open(resultToHtml({ result, frame }));
    const chart = page.locator('#chart');
    expect(await chart.getAttribute('data-level')).toBe('2h');
    await page.locator('table.trades tbody tr').nth(3).focus();
    await page.keyboard.press('Enter');
    await twoFrames(page);
    expect([await chart.getAttribute('data-level'), await chart.getAttribute('data-trade')]).toEqual(['1h', '3']);
    const { entryTimeMs } = result.trades[3]!;
    expect(await page.locator('#legend').textContent()).toContain(new Date(entryTimeMs).toISOString().slice(0, 10));
    expect(await page.locator('.sampling:not([hidden])').textContent()).toContain('Every one of the');
    await chart.focus();
    for (const key of ['ArrowLeft', 'ArrowRight', '+', '-', '0']) await page.keyboard.press(key);
    await twoFrames(page);
    expect(complaints).toEqual([]);
    await page.close();
  }, TIMEOUT_MS);

  test('fits a phone, and follows the reader’s system into the dark', async () => {
    const { page, complaints } = await open(resultToHtml({ result, frame }));
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await twoFrames(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect((await drawnColours(page)).get('22,26,32') ?? 0).toBeGreaterThan(1_000);
    expect(complaints).toEqual([]);
    await page.close();
  }, TIMEOUT_MS);

  test('runs nothing that came from outside', async () => {
    const attack = '</script><img src=x onerror="document.title=1"><script>document.title=1</script>';
    const strange = syntheticFrame({ candles: 50, symbol: attack });
    const { page, complaints } = await open(
      resultToHtml({ result: syntheticResult(strange, 3), frame: strange, title: attack, sentence: attack, paraphrase: attack }),
    );
    expect(await page.title()).toBe(`${attack} · wick backtest`);
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  }, TIMEOUT_MS);

  test('stands for a run without candles and without trades', async () => {
    const empty = syntheticFrame({ candles: 0 });
    const { page, complaints } = await open(resultToHtml({ result: syntheticResult(empty, 0), frame: empty }));
    expect(complaints).toEqual([]);
    expect(await page.locator('table.trades').count()).toBe(0);
    await page.close();
  }, TIMEOUT_MS);

  test('draws equity and drawdown of a portfolio, with the trades of all its markets', async () => {
    const portfolio = syntheticPortfolio({ candles: 6_000, symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'], listedAfter: 500, trades: 30 });
    const { page, requests, complaints } = await open(portfolioToHtml(portfolio));
    expect(requests).toHaveLength(1);
    const drawn = await drawnColours(page);
    for (const colour of ['204,75,55', '47,95,168']) expect(drawn.get(colour) ?? 0).toBeGreaterThan(50);
    expect(Number(await page.locator('#chart').getAttribute('data-markers'))).toBeGreaterThan(5);
    expect(await page.locator('table.markets tbody tr').count()).toBe(3);
    expect(await page.locator('#legend').textContent()).toMatch(/Equity.*Drawdown/);
    expect(await page.locator('#legend').textContent()).not.toContain('Volume');
    const symbols = page.locator('table.trades tbody tr td:nth-child(2)');
    await page.getByRole('button', { name: 'Market' }).click();
    expect(new Set(await symbols.allTextContents())).toEqual(new Set(['BTCUSDT']));
    await page.locator('table.trades tbody tr').nth(2).click();
    await page.getByRole('button', { name: '1h' }).click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await twoFrames(page);
    expect(await page.locator('#chart').getAttribute('data-level')).toBe('1h');
    expect(complaints).toEqual([]);
    await page.close();
  }, TIMEOUT_MS);

  test('opens with a million candles and ten thousand trades', async () => {
    const million = syntheticFrame({ candles: 1_000_000, interval: '1m' });
    const { page, complaints } = await open(resultToHtml({ result: syntheticResult(million, 10_000), frame: million }));
    expect(complaints).toEqual([]);
    expect((await drawnColours(page)).size).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Return', exact: true }).click();
    await page.getByRole('button', { name: '1h' }).click();
    await twoFrames(page);
    expect(await page.locator('#chart').getAttribute('data-level')).toBe('1h');
    await page.close();
  }, TIMEOUT_MS);
}

/** What was changed is drawn after the next frame. */
const twoFrames = (page: Page): Promise<unknown> =>
  page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');

/** How many pixels of each opaque colour the canvases of the chart hold. */
async function drawnColours(page: Page): Promise<Map<string, number>> {
  const counts = await page.evaluate(`(() => {
    const counts = new Map();
    for (const canvas of document.querySelectorAll('#chart canvas')) {
      if (canvas.width === 0 || canvas.height === 0) continue;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] !== 255) continue;
        const colour = data[i] + ',' + data[i + 1] + ',' + data[i + 2];
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    }
    return [...counts];
  })()`);
  return new Map(counts as [string, number][]);
}
