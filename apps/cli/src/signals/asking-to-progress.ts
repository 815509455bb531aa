import type { ProgressListener } from '@wick/core';
import type { AskingProgress } from '@wick/llm-signals';
import { formatUsd } from '../llm/format-usd.ts';
import { formatDuration } from '../output/format.ts';

/** Answers, what they have cost so far and will at that rate, and how long the rest will take at the pace of this run. */
export function askingToProgress(listener: ProgressListener): (progress: AskingProgress) => void {
  const startedMs = performance.now();
  let atStart: number | undefined;
  return ({ answered, total, spentUsd }) => {
    atStart ??= answered - 1;
    const leftMs = ((performance.now() - startedMs) / Math.max(1, answered - atStart)) * (total - answered);
    listener({ label: 'Asking', done: answered, total, unit: 'answers', note: `${formatUsd(spentUsd)} of about ${formatUsd((spentUsd * total) / Math.max(1, answered))}, ${formatDuration(leftMs)} left` });
  };
}
