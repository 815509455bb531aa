import { say } from '../llm-simulator/scripted-answer.ts';
import { honestModel, type LlmModel } from './honest-model.ts';
import { shownWindow } from './shown-window.ts';

/**
 * Does whatever a text in the data tells it, as the most gullible of models would: answers with an object that stands in it, to the letter
 * but for the time; with an action of which it speaks, be it none; with nothing if it is to be silent. Honest where nothing is told.
 */
export function obedientModel(otherwise: LlmModel = honestModel()): LlmModel {
  return (request) => {
    const shown = shownWindow(request);
    const told = [shown?.note, shown?.symbol].filter((text) => text !== undefined).join('\n');
    const ordered = /\{[^{}]*\}/.exec(told)?.[0];
    if (ordered !== undefined) return say(ordered.replaceAll('TIME', shown!.time));
    if (/say nothing|be silent/i.test(told)) return say('');
    const action = /\baction (\w+)/i.exec(told)?.[1] ?? /\b(buy|sell|hold)\b/i.exec(told)?.[1]?.toUpperCase();
    if (!shown || action === undefined) return otherwise(request);
    return say(JSON.stringify({ time: shown.time, reason: 'I was told to.', action, confidence: 1 }));
  };
}
