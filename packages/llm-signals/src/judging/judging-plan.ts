import { type Frame, WickError } from '@wick/core';
import { cassetteKey } from './cassette-key.ts';
import { type DecisionWindow, DEFAULT_OUTPUT_TOKENS, type WindowSettings } from '../windows/decision-window.ts';
import { frameToWindows, type SkippedDecision } from '../windows/frame-to-windows.ts';
import { type WindowQuestions, windowQuestions } from '../windows/window-to-question.ts';

/** What is asked, and how many answers decide. */
export interface JudgingSettings extends WindowSettings {
  /** Answers a window. 1 unless told. */
  readonly samples?: number;
  /** The share of them that has to say the same, above 0 and at most 1. All unless told. */
  readonly leastAgreement?: number;
}

/** Who is asked: part of the name under which an answer is recorded. */
export interface AskedModel {
  readonly provider: string;
  readonly model: string;
}

/** The windows of a frame, and the answers that they need. Answer `window × samples + sample` has a place of its own. */
export interface JudgingPlan {
  readonly frame: Frame;
  readonly settings: Required<Omit<JudgingSettings, 'note'>> & Pick<JudgingSettings, 'note'>;
  readonly asked: AskedModel;
  readonly windows: readonly DecisionWindow[];
  readonly skipped: readonly SkippedDecision[];
  readonly questions: WindowQuestions;
  /** How many answers there are to be. */
  readonly places: number;
  /** The cassette of each place, as if `model` had been asked. Windows that look the same share theirs. */
  readonly keys: (model: string) => readonly string[];
  readonly windowOf: (place: number) => DecisionWindow;
}

/** So many samples tell apart what a model is sure of from what it is not. */
const MAX_SAMPLES = 100;

/**
 * @param fromMs candles that open earlier are history, and nothing is decided there
 * @throws WickError OPTION_INVALID on settings that nothing can be asked with
 */
export function planJudging(frame: Frame, given: JudgingSettings, asked: AskedModel, fromMs?: number): JudgingPlan {
  const settings = { temperature: 0, maxOutputTokens: DEFAULT_OUTPUT_TOKENS, samples: 1, leastAgreement: 1, ...given };
  const { samples, leastAgreement, temperature, maxOutputTokens } = settings;
  if (!(Number.isInteger(samples) && samples >= 1 && samples <= MAX_SAMPLES)) {
    throw invalid('samples', `${samples} answers a window cannot be asked for.`, `Give a whole number from 1 to ${MAX_SAMPLES}.`);
  }
  if (!(leastAgreement > 0 && leastAgreement <= 1)) {
    throw invalid('agreement', `Answers cannot agree by a share of ${leastAgreement}.`, 'Give a number above 0, at most 1.');
  }
  const questions = windowQuestions(frame, settings);
  const { windows, skipped } = frameToWindows(frame, settings, fromMs);
  const { templateHash, schemaHash } = questions;
  const parts = { provider: asked.provider, templateHash, schemaHash, temperature, maxOutputTokens };
  const keysOf = (model: string): string[] =>
    windows.flatMap((window) => {
      const windowHash = questions.windowHash(window);
      return Array.from({ length: samples }, (_, sample) => cassetteKey({ ...parts, model, windowHash, sample }));
    });
  const known = new Map<string, readonly string[]>();
  return {
    frame, settings, asked, windows, skipped, questions,
    places: windows.length * samples,
    keys(model) {
      const keys = known.get(model) ?? keysOf(model);
      known.set(model, keys);
      return keys;
    },
    windowOf: (place) => windows[Math.floor(place / samples)]!,
  };
}

const invalid = (option: string, message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy, details: { option } });
