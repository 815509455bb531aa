import type { SignalsModel } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';
import { timeToText } from '../format/time-to-text.ts';
import { counted } from './counted.ts';

/** `deepseek-chat at holysheep, which did not see symbol, dates and prices` */
export function modelToText({ provider, modelAsked, modelsAnswered, masked }: SignalsModel): string {
  const others = modelsAnswered.filter((model) => model !== modelAsked);
  const answered = others.length === 0 ? '' : ` (answered as ${others.join(', ')})`;
  return `${modelAsked} at ${provider}${answered}, ${masked ? 'which did not see symbol, dates and scale of prices' : 'which saw symbol, dates and prices'}`;
}

/** What the model may have known beforehand: of the past before its cut-off it has read what came next. */
export function modelToNotes({ modelAsked, decisions, inSample, knowledgeCutOff }: SignalsModel): string[] {
  if (decisions === 0) return [];
  if (knowledgeCutOff === null || inSample === null) {
    return [`The knowledge cut-off of ${modelAsked} is unknown: each of the ${counted(decisions, 'decision', 'decisions')} may be in-sample for the model.`];
  }
  const many = counted(decisions, 'decision', 'decisions');
  if (inSample === 0) return [`None of ${many} is before the model's knowledge cut-off (${knowledgeCutOff}).`];
  const before = inSample === 1 ? 'is' : 'are';
  return [`${numberToText(inSample, 0)} of ${many} ${before} before the model's knowledge cut-off (${knowledgeCutOff}): in-sample for the model.`];
}

/** Metrics are those of the whole run: where the model was asked about a part of it, they tell of nothing in the rest. */
export function beyondToNotes({ firstMs, lastMs, barsBeyond, every }: SignalsModel): string[] {
  if (firstMs === null || lastMs === null || barsBeyond < 2 * every) return [];
  return [
    `The model decided from ${timeToText(firstMs)} to ${timeToText(lastMs)} only; ${counted(barsBeyond, 'candle of this run is', 'candles of this run are')} before or after. ` +
      'Name the range of the decisions for metrics of them alone.',
  ];
}

/** Decisions that were looked for and not found, with their reasons, the most frequent first. */
export function noSignalsToNotes(noSignals: Readonly<Record<string, number>>): string[] {
  const reasons = Object.entries(noSignals).sort(([a, m], [b, n]) => n - m || a.localeCompare(b, 'en'));
  const all = reasons.reduce((sum, [, times]) => sum + times, 0);
  if (all === 0) return [];
  return [`${counted(all, 'decision has', 'decisions have')} no signal, and nothing was done there: ${reasons.map(([why, times]) => `${why} ${numberToText(times, 0)}`).join(', ')}.`];
}
