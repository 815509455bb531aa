import type { ProgressListener } from '@wick/core';
import type { CliContext } from '../context.ts';
import { formatBytes, formatCount } from './format.ts';

/** Shows how far a piece of work is until `stop`, on stderr: a bar on a terminal, else a line now and then. */
export interface ProgressDisplay {
  readonly listener: ProgressListener;
  /** A sentence that has to be seen, above the bars. */
  say(sentence: string): void;
  stop(): void;
}

/** Least time between two lines where no bar can be drawn. */
const LINE_EVERY_MS = 5_000;

export async function startProgress(context: CliContext): Promise<ProgressDisplay> {
  return context.stderr.isTTY ? barDisplay(context) : lineDisplay(context);
}

/** As wide as a terminal of 80 columns takes. */
const WITH_NOTE = { format: '{label} {bar} {percentage}% | {amounts}, {note}', barsize: 6 };

/** Work that is done within the first few seconds says nothing. */
function lineDisplay(context: CliContext): ProgressDisplay {
  let lastMs = performance.now();
  return {
    listener: ({ label, done, total, unit, note }) => {
      const nowMs = performance.now();
      if (nowMs - lastMs < LINE_EVERY_MS) return;
      lastMs = nowMs;
      const share = total ? ` (${Math.floor((100 * done) / total)}%)` : '';
      context.stderr.write(`${label}: ${amountOf(done, total, unit)}${share}${note === undefined ? '' : `, ${note}`}\n`);
    },
    say: (sentence) => void context.stderr.write(`${sentence}\n`),
    stop: () => {},
  };
}

async function barDisplay(context: CliContext): Promise<ProgressDisplay> {
  const { default: cliProgress } = await import('cli-progress');
  const bars = new cliProgress.MultiBar(
    {
      format: '{label} {bar} {percentage}% | {amounts} | {eta_formatted} left',
      barsize: 24,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      clearOnComplete: true,
      hideCursor: true,
      stream: context.stderr as NodeJS.WritableStream,
      // The process has its own way of being interrupted.
      gracefulExit: false,
    },
  );
  const byLabel = new Map<string, ReturnType<typeof bars.create>>();
  return {
    listener: ({ label, done, total, unit, note }) => {
      const bar = byLabel.get(label) ?? bars.create(total ?? 0, 0, { label, amounts: '' }, note === undefined ? {} : WITH_NOTE);
      byLabel.set(label, bar);
      if (total !== undefined) bar.setTotal(total);
      bar.update(done, { label, note, amounts: amountOf(done, total, unit) });
      if (total !== undefined && done >= total) {
        bars.remove(bar);
        byLabel.delete(label);
      }
    },
    say: (sentence) => bars.log(`${sentence}\n`),
    stop: () => bars.stop(),
  };
}

/** `171 of 438 answers`, `1.2 MB of 3.4 MB`. */
function amountOf(done: number, total: number | undefined, unit: string): string {
  if (unit === 'bytes') return total === undefined ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  return `${formatCount(done)}${total === undefined ? '' : ` of ${formatCount(total)}`} ${unit}`;
}
