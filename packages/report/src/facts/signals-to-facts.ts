import type { SignalsManifest, SignalsOrigin } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';
import { timeToText } from '../format/time-to-text.ts';
import { counted } from './counted.ts';
import { beyondToNotes, modelToNotes, modelToText, noSignalsToNotes } from './model-to-notes.ts';

const TIMESTAMPS: Readonly<Record<SignalsOrigin['timestamps'], string>> = {
  open: 'name the bar that opens (or closes) then; a signal counts from that bar’s close',
  close: 'name the bar that ends then; a signal counts from that bar’s close',
};

/** Where the signals of a run came from, as label and value. */
export function signalsToFacts({ hash, origin }: SignalsManifest): { label: string; value: string }[] {
  const signals = { label: 'Signals', value: `sha256 ${hash}` };
  if (!origin) return [signals];
  const { rows, buys, sells, holds, minConfidence, model } = origin;
  return [
    ...(model ? [{ label: 'Decided by', value: modelToText(model) }, { label: 'Told', value: model.instruction }] : []),
    { label: 'Rows', value: `${numberToText(rows, 0)}: BUY on ${counted(buys, 'bar', 'bars')}, SELL on ${numberToText(sells, 0)}, HOLD on ${numberToText(holds, 0)}` },
    { label: 'Confidence', value: minConfidence === null ? 'any' : `at least ${minConfidence}` },
    { label: 'Timestamps', value: TIMESTAMPS[origin.timestamps] },
    signals,
    { label: 'Read from', value: `${origin.source}, sha256 ${origin.sha256}` },
  ];
}

/** What a model may have known, and what was not acted on, one sentence a reason. */
export function signalsToNotes(origin: SignalsOrigin): string[] {
  const { belowConfidence, outsideRange, unmatched, firstUnmatchedMs, repeated, conflicting, firstConflictingMs, minConfidence } = origin;
  const notes: string[] = [...(origin.model ? [...modelToNotes(origin.model), ...beyondToNotes(origin.model)] : []), ...noSignalsToNotes(origin.noSignals ?? {})];
  if (belowConfidence > 0) notes.push(`${counted(belowConfidence, 'signal was', 'signals were')} dropped: a confidence below ${minConfidence}.`);
  if (outsideRange > 0) notes.push(`${counted(outsideRange, 'signal lies', 'signals lie')} before the first candle or after the last.`);
  if (unmatched > 0) notes.push(`${counted(unmatched, 'signal has', 'signals have')} the time of no candle: ${timesToText(firstUnmatchedMs, unmatched)}.`);
  if (conflicting > 0) {
    notes.push(`${counted(conflicting, 'signal contradicts another', 'signals contradict each other')} on the same bar, and nothing was done there: ${timesToText(firstConflictingMs)}.`);
  }
  if (repeated > 0) notes.push(`${counted(repeated, 'signal says', 'signals say')} again what another said of the same bar.`);
  return notes;
}

function timesToText(timesMs: readonly number[], all = 0): string {
  const more = all > timesMs.length ? ' and others' : '';
  return `${timesMs.map((time) => timeToText(time)).join(', ')}${more}`;
}
