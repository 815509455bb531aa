import { createHash } from 'node:crypto';
import { canonicalJson, type Frame, PRICE_COLUMNS } from '@wick/core';
import type { Question } from '../chat/question.ts';
import { DECISION_SCHEMA } from '../judgement/decision-schema.ts';
import { candleWriter } from './candles-to-rows.ts';
import { checkQuestion } from './check-settings.ts';
import { type DecisionWindow, DEFAULT_OUTPUT_TOKENS, type WindowSettings } from './decision-window.ts';
import { quote } from './quote.ts';
import { systemMessage } from './system-message.ts';
import { timeLabelOf } from './time-label.ts';

/** How a model is asked about the windows of one frame. Hashes are SHA-256 in hex. */
export interface WindowQuestions {
  /** Of the system message, which is the same for every window. */
  readonly templateHash: string;
  /** Of the form of the answer. */
  readonly schemaHash: string;
  question(window: DecisionWindow): Question;
  /** Of the user message: what the model sees of the window. */
  windowHash(window: DecisionWindow): string;
  /** What the answer has to repeat as its time. */
  timeLabel(window: DecisionWindow): string;
}

/**
 * Windows of a frame as questions. The system message has the rules and the user's instruction; the user message is one JSON object in which
 * everything that comes from elsewhere stands as data, quoted so that it can neither end its quotation nor form a control token. What stays
 * the same from window to window comes first, for the caches of providers.
 *
 * Masked, nothing tells symbol, dates or the scale of prices and volumes: windows that differ in these only give the same bytes.
 *
 * @throws WickError OPTION_INVALID on an instruction, note or symbol that is empty or too long, and on a note for a masked model
 */
export function windowQuestions(frame: Frame, settings: WindowSettings): WindowQuestions {
  const { symbol, interval } = frame.series;
  checkQuestion(settings, symbol);
  const { masked, note, temperature = 0, maxOutputTokens = DEFAULT_OUTPUT_TOKENS } = settings;
  const system = { role: 'system', content: systemMessage(settings) } as const;
  const head = [
    ...(masked ? [] : [`"symbol":${quote(symbol)}`]),
    `"interval":${quote(interval)}`,
    ...(note === undefined ? [] : [`"note":${quote(note)}`]),
    `"columns":${JSON.stringify(PRICE_COLUMNS)}`,
  ].join(',');
  const candles = candleWriter(frame, settings);
  const timeLabel = (window: DecisionWindow): string => timeLabelOf(window, settings);
  const data = (window: DecisionWindow): string => `{${head},"time":${quote(timeLabel(window))},"candles":${candles(window)}}`;
  return {
    templateHash: sha256(system.content),
    schemaHash: sha256(canonicalJson(DECISION_SCHEMA)),
    timeLabel,
    windowHash: (window) => sha256(data(window)),
    question: (window) => ({
      messages: [system, { role: 'user', content: data(window) }],
      schema: DECISION_SCHEMA,
      temperature,
      maxOutputTokens,
    }),
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
