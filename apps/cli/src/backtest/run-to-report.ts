import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { BacktestResult, Frame } from '@wick/core';
import { paraphrase } from '@wick/llm-signals';
import { resultToHtml } from '@wick/report';
import { writeFileWhole } from '../files/write-file-whole.ts';

/** One finished backtest, with all that a report tells about it. */
export interface Run {
  readonly result: BacktestResult;
  readonly frame: Frame;
  /** The sentence that the strategy was compiled from, where there was one. */
  readonly sentence?: string;
}

/** Writes the HTML report, all or nothing, and gives its absolute path. */
export function writeReport(path: string, { result, frame, sentence }: Run): Promise<string> {
  const { series, strategy, signals } = result.manifest;
  const html = resultToHtml({
    result,
    frame,
    ...(strategy && { paraphrase: paraphrase(strategy) }),
    title: `${strategy?.name ?? signals?.origin?.source ?? 'Backtest'} · ${series.symbol} ${series.interval}`,
    ...(sentence !== undefined && { sentence }),
  });
  return writePage(path, html);
}

/** Writes a page, all or nothing, with the folders that it lies in, and gives its absolute path. */
export async function writePage(path: string, html: string): Promise<string> {
  const absolute = resolve(path);
  await mkdir(dirname(absolute), { recursive: true });
  await writeFileWhole(absolute, [html]);
  return absolute;
}
