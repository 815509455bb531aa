import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Storage } from '@wick/storage';
import { type AskingOptions, checkApiKey, decisionsToLines, type PlannedJudging, prepareJudging, type Provider, refererVariable, resolveProvider } from '@wick/llm-signals';
import { rangeToNotes } from '../backtest/range-to-notes.ts';
import { FailureReported } from '../command.ts';
import type { SignalsOptions } from '../commands/signals.ts';
import type { CliContext } from '../context.ts';
import { writeFileWhole } from '../files/write-file-whole.ts';
import { instructionToNotes } from '../llm/instruction-to-notes.ts';
import { loadPrices } from '../llm/load-prices.ts';
import { readSeries } from '../options/series-options.ts';
import { readRange } from '../options/time-options.ts';
import { emit } from '../output/emit.ts';
import { formatTime } from '../output/format.ts';
import { startProgress } from '../output/progress.ts';
import { withStorage } from '../with-storage.ts';
import { askingToProgress } from './asking-to-progress.ts';
import { decidedToText, decidedToDocument } from './decided-to-text.ts';
import { loadWithHistory } from './load-with-history.ts';
import { planToSentence, planToText } from './plan-to-text.ts';
import { readAsking, readJudgingSettings, withOwnLimits } from './read-judging.ts';

/** What can be wrong with the command line is found before the database is opened, and all else before anything is paid. */
export async function judgeSignals(context: CliContext, symbol: string, options: SignalsOptions): Promise<void> {
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const settings = readJudgingSettings(options);
  const { concurrency, ...asking } = readAsking(options);
  const provider = withOwnLimits(resolveProvider(options.provider, context.env), options);
  const prices = await loadPrices(context, options.prices);
  await withStorage(context, async (storage) => {
    const { asked, frame } = await loadWithHistory(storage, series, range, settings.candles);
    const prepared = await prepareJudging({
      frame, settings, provider, prices, concurrency,
      cassettes: storage.cassettes, signal: context.signal,
      ...(range.fromMs !== undefined && { fromMs: range.fromMs }),
      ...(options.model !== undefined && { model: options.model }),
      ...(options.acceptModel && { accepted: options.acceptModel }),
    });
    const notes = [...rangeToNotes(asked, range), ...(settings.masked ? instructionToNotes(settings.instruction, series.symbol) : [])];
    if (options.plan) return emit(context, options, { plan: prepared.planned, notes }, () => planToText(prepared.planned, notes, prices));
    if (options.out !== undefined) await mkdir(dirname(resolve(options.out)), { recursive: true });
    const ran = await runPrepared(context, storage, prepared, provider, { ...options, ...asking });
    if (options.out !== undefined) await writeFileWhole(resolve(options.out), decisionsToLines(ran.header, ran.decisions));
    emit(context, options, { ...decidedToDocument(ran), notes, ...(options.out !== undefined && { saved: options.out }) }, () => decidedToText(ran, notes, options.out));
    // The rest is asked for by the same command.
    if (ran.answers.unanswered > 0) throw new FailureReported();
  });
}

export type Asking = Pick<SignalsOptions, 'referer'> & Omit<ReturnType<typeof readAsking>, 'concurrency'>;

/** What is to be asked for is told on stderr before, and how far it is while it is. */
export async function runPrepared<Ran>(
  context: CliContext,
  { limits }: Pick<Storage, 'limits'>,
  prepared: { readonly planned: PlannedJudging; run(options: AskingOptions): Promise<Ran> },
  provider: Provider,
  { referer, maxUsd, timeoutMs }: Asking,
): Promise<Ran> {
  const { env } = context;
  const { planned } = prepared;
  // Where no price is known, nothing is asked.
  if (typeof planned.estimate?.expectedUsd === 'number' && maxUsd !== undefined) context.stderr.write(`${planToSentence(planned)}\n`);
  const progress = await startProgress(context);
  // An empty variable counts as not set.
  const ownReferer = referer ?? (env[refererVariable(provider)] || undefined);
  try {
    return await prepared.run({
      limits, timeoutMs,
      key: () => checkApiKey(env[provider.keyVariable], provider),
      onProgress: askingToProgress(progress.listener),
      onWait: (untilMs) => progress.say(waitToSentence(provider, untilMs)),
      ...(maxUsd !== undefined && { maxUsd }),
      ...(ownReferer !== undefined && { referer: ownReferer }),
    });
  } finally {
    progress.stop();
  }
}

const waitToSentence = ({ title }: Provider, untilMs: number): string =>
  `${title} wants nothing from us until ${formatTime(Math.ceil(untilMs / 1_000) * 1_000)} UTC: wick waits, and goes on by itself.`;
