import type { z } from 'zod';
import type { Reply } from '../chat/completion.ts';
import { contentToJson } from '../chat/content-to-json.ts';
import { decisionSchema, MAX_REASON } from './decision-schema.ts';
import type { Judgement, NoSignalReason } from './judgement.ts';
import { printable } from './printable.ts';

type None = Extract<Judgement, { kind: 'none' }>;

/**
 * What an answer says about the window that it was asked about. Total: every answer is a signal that fits the form exactly or an explicit
 * none with its reason, never a guess at what was meant. Actions are BUY, SELL and HOLD in capitals, a confidence is a JSON number, the
 * time is `timeLabel` to the letter, and there is no other field.
 *
 * Only the reason, which is text for people and is never acted on, is put on one line and shortened.
 */
export function replyToJudgement({ answer }: Pick<Reply, 'answer'>, timeLabel: string): Judgement {
  if (answer.kind === 'unusable') {
    const said = answer.said === undefined ? '' : ` It says: ${printable(answer.said, 200)}`;
    const what = answer.reason === 'truncated' && said !== '' ? 'The model did not come to its end.' : UNUSABLE[answer.reason];
    return none(answer.reason, `${what}${said}`);
  }
  const read = contentToJson(answer.content);
  // JSON has no word for it, so such an answer is none; why it is none is known all the same.
  if ('problem' in read && BARE_NO_NUMBER.test(answer.content)) return none('not-a-number', NOT_A_NUMBER);
  if ('problem' in read) return none('not-json', `${printable(capitalised(read.problem), 200)}.`);
  const { json } = read;
  if (severalIn(json)) return none('timestamp-extra', 'The answer decides several times instead of once.');
  if (!isRecord(json)) return none('schema', 'The answer is not one JSON object.');
  const wrong = wrongTime(json, timeLabel) ?? wrongConfidence(json);
  if (wrong) return wrong;
  const parsed = decisionSchema.safeParse(json);
  if (!parsed.success) return none('schema', `The answer does not have the form that was asked for: ${misfitOf(parsed.error)}.`);
  const { action, confidence, reason } = parsed.data;
  // -0 is 0.
  return { kind: 'signal', action, confidence: confidence + 0, reason: printable(reason, MAX_REASON) };
}

const none = (why: NoSignalReason, detail: string): None => ({ kind: 'none', why, detail });

const UNUSABLE: Readonly<Record<Extract<Reply['answer'], { kind: 'unusable' }>['reason'], string>> = {
  truncated: 'The answer was cut off at its greatest length.',
  refused: 'The model refused to answer.',
  filtered: 'A content filter stopped the answer.',
  empty: 'The answer is empty.',
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of answers, or an object with one in it. */
const severalIn = (json: unknown): boolean => isSeveral(json) || (isRecord(json) && (isSeveral(json['time']) || Object.values(json).some(isListOfObjects)));

const isSeveral = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.length > 1;
const isListOfObjects = (value: unknown): boolean => isSeveral(value) && value.every(isRecord);

function wrongTime({ time }: Readonly<Record<string, unknown>>, timeLabel: string): None | undefined {
  if (time === timeLabel) return undefined;
  if (time === undefined || time === null || time === '') return none('timestamp-missing', 'The answer does not say which time it is for.');
  return none('timestamp-wrong', `The answer is for ${shown(time)} instead of "${timeLabel}".`);
}

const NOT_A_NUMBER = 'The confidence is not a number.';
const BARE_NO_NUMBER = /"confidence"\s*:\s*[+-]?(?:NaN|Infinity)\s*[,}]/;
/** What languages print for a number that is none. */
const NO_NUMBER = /^\s*[+-]?(?:nan|inf|infinity)\s*$/i;

function wrongConfidence({ confidence }: Readonly<Record<string, unknown>>): None | undefined {
  const isNone = confidence === null || (typeof confidence === 'string' && NO_NUMBER.test(confidence)) || (typeof confidence === 'number' && !Number.isFinite(confidence));
  if (isNone) return none('not-a-number', NOT_A_NUMBER);
  if (typeof confidence === 'number' && !(confidence >= 0 && confidence <= 1)) return none('out-of-range', `The confidence ${confidence} is not from 0 to 1.`);
  return undefined;
}

const misfitOf = ({ issues }: z.ZodError): string => issues.slice(0, 3).map(({ path, message }) => printable(`${path.join('.')}: ${message}`, 120)).join('; ');

const shown = (value: unknown): string => (typeof value === 'string' ? `"${printable(value, 60)}"` : `a ${Array.isArray(value) ? 'list' : typeof value}`);

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
