import type { NoSignalReason } from './judgement.ts';

/** The time that is asked about. */
export const TIME = '2024-11-01T10:00:00Z';
const ANSWER = { time: TIME, reason: 'up', action: 'BUY', confidence: 0.8 };
const GOOD = JSON.stringify(ANSWER);
const SELL = GOOD.replace('BUY', 'SELL');

/** What a body must come to: a signal, none for a reason, or no completion at all, which is asked for again. */
export type Outcome = 'signal' | 'no completion' | NoSignalReason;
type Row = readonly [name: string, body: string, outcome: Outcome];

const bodyWith = (choices: readonly unknown[], more: object = {}): string => JSON.stringify({ id: 'x', model: 'm', choices, ...more });
const choice = (message: object, more: object = {}): object => ({ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message }, ...more });
const says = (content: unknown): string => bodyWith([choice({ content })]);
const saysWith = (before: string, after: string): string => says(GOOD.replace(before, after));
const confident = (written: string): string => saysWith('0.8', written);
const ends = (finish: unknown, content: string | null = GOOD): string => bodyWith([choice({ content }, { finish_reason: finish })]);
const call = { function: { name: 'decision', arguments: SELL } };

/** How a body comes over the wire. */
const ON_THE_WIRE: readonly Row[] = [
  ['a byte order mark ahead of it', `\ufeff${says(GOOD)}`, 'signal'],
  ['keep-alive lines that end as in HTTP', `\r\n\r\n: keep-alive\r\n\r\n${says(GOOD)}`, 'signal'],
  ['something after it', `${says(GOOD)}xyz`, 'no completion'],
  ['another one after it', `${says(GOOD)}\n${says(SELL)}`, 'no completion'],
  ['a list around it', `[${says(GOOD)}]`, 'no completion'],
  ['quotes around it', JSON.stringify(says(GOOD)), 'no completion'],
  ['NaN in what nobody reads', says(GOOD).replace('"index":0', '"index":NaN'), 'no completion'],
  ['an event of a stream', `data: ${says(GOOD)}\n\n`, 'no completion'],
];

/** What providers and gateways make of one answer. */
const FORMS: readonly Row[] = [
  ['one answer', says(GOOD), 'signal'],
  ['the same answer twice', bodyWith([choice({ content: GOOD }), choice({ content: GOOD }, { index: 1 })]), 'signal'],
  ['two answers', bodyWith([choice({ content: GOOD }), choice({ content: SELL }, { index: 1 })]), 'not-json'],
  ['two answers of which one is cut', bodyWith([choice({ content: GOOD }), choice({ content: '{' }, { finish_reason: 'length' })]), 'truncated'],
  ['no answers', bodyWith([]), 'no completion'],
  ['answers that are no list', JSON.stringify({ model: 'm', choices: { 0: choice({ content: GOOD }) } }), 'no completion'],
  ['a text in parts', says([{ type: 'text', text: GOOD.slice(0, 20) }, { type: 'text', text: GOOD.slice(20) }]), 'signal'],
  ['thoughts among its parts', says([{ type: 'thinking', text: SELL }, { type: 'text', text: GOOD }]), 'signal'],
  ['thoughts alone in its parts', says([{ type: 'thinking', text: GOOD }]), 'empty'],
  ['a refusal among its parts', says([{ type: 'refusal', refusal: 'No.' }, { type: 'text', text: GOOD }]), 'refused'],
  ['no parts', says([]), 'empty'],
  ['an object in the place of the text', says(ANSWER), 'no completion'],
  ['thoughts beside an empty text', bodyWith([choice({ content: '', reasoning_content: GOOD })]), 'empty'],
  ['thoughts beside the text', bodyWith([choice({ content: GOOD, reasoning_content: SELL })]), 'signal'],
  ['a tool that is called in the place of the text', bodyWith([choice({ content: null, tool_calls: [call] }, { finish_reason: 'tool_calls' })]), 'empty'],
  ['a tool that is called beside the text', bodyWith([choice({ content: GOOD, tool_calls: [call] })]), 'truncated'],
  ['no tools that are called', bodyWith([choice({ content: GOOD, tool_calls: [] })]), 'signal'],
  ['an error beside it', bodyWith([choice({ content: GOOD })], { error: { message: 'upstream' } }), 'no completion'],
  ['an error within it', bodyWith([choice({ content: GOOD }, { error: { message: 'upstream' } })]), 'no completion'],
  ['an error that is none', bodyWith([choice({ content: GOOD })], { error: null }), 'signal'],
  ['a refusal that is none', bodyWith([choice({ content: GOOD, refusal: '' })]), 'signal'],
  ['no model', JSON.stringify({ choices: [choice({ content: GOOD })] }), 'no completion'],
  ['a model without a name', bodyWith([choice({ content: GOOD })], { model: '' }), 'no completion'],
  ['a text as older services give it', bodyWith([{ text: GOOD, finish_reason: 'stop' }]), 'no completion'],
  ['a part of a stream', bodyWith([{ delta: { content: GOOD }, finish_reason: 'stop' }]), 'no completion'],
  ["Anthropic's own form", JSON.stringify({ model: 'm', type: 'message', content: [{ type: 'text', text: GOOD }], stop_reason: 'end_turn' }), 'no completion'],
  ["Gemini's own form", JSON.stringify({ candidates: [{ content: { parts: [{ text: GOOD }] }, finishReason: 'STOP' }], modelVersion: 'm' }), 'no completion'],
];

const ENDS: readonly Row[] = [
  ['null', ends(null), 'signal'],
  ['STOP', ends('STOP'), 'signal'],
  ['length', ends('length'), 'truncated'],
  ['LENGTH', ends('LENGTH'), 'truncated'],
  ['max_tokens', ends('max_tokens'), 'truncated'],
  ['error', ends('error'), 'truncated'],
  ['a number', ends(1), 'no completion'],
  ['SAFETY, with nothing said', ends('SAFETY', null), 'filtered'],
  ['content_filter: RECITATION', ends('content_filter: RECITATION'), 'filtered'],
  ['refusal, with nothing said', ends('refusal', ''), 'refused'],
];

/** What a model writes that has nearly followed the form. */
const CONTENTS: readonly Row[] = [
  ['a byte order mark', says(`\ufeff${GOOD}`), 'signal'],
  ['lines that end as in HTTP', says(JSON.stringify(ANSWER, undefined, 2).replaceAll('\n', '\r\n')), 'signal'],
  ['JSON5', says(`{time:'${TIME}',reason:'up',action:'BUY',confidence:0.8,}`), 'signal'],
  ['a comment to the end of a line', saysWith('"action"', '// "action":"SELL",\n"action"'), 'signal'],
  ['a comment of a shell', saysWith('"action"', '# no\n"action"'), 'not-json'],
  ['a string with JSON in it', says(JSON.stringify(GOOD)), 'schema'],
  ['an answer in an answer', says(JSON.stringify({ answer: ANSWER })), 'timestamp-missing'],
  ['JSON in a field', says(JSON.stringify({ answer: GOOD })), 'timestamp-missing'],
  ['a list of one', says(`[${GOOD}]`), 'schema'],
  ['an example ahead of the answer', says(`Such as {"action":"SELL"}: ${GOOD}`), 'not-json'],
  ['the schema ahead of the answer', says(`{"type":"object"}\n${GOOD}`), 'not-json'],
  ['a brace ahead of the answer', says(`{${GOOD}`), 'not-json'],
  ['a control token after the answer', says(`${GOOD}<|im_end|>`), 'signal'],
  ['a field that stands twice', saysWith('"action"', '"action":"SELL","action"'), 'not-json'],
  ['a field that stands twice, once in escapes', saysWith('"action"', '"\\u0061ction":"SELL","action"'), 'not-json'],
  ['thoughts ahead of the answer', says(`<think>${SELL}?</think>${GOOD}`), 'signal'],
  ['thoughts of which the beginning is not sent', says(`${SELL}?</think>\n${GOOD}`), 'signal'],
  ['thoughts that have no end', says(`<think>Perhaps ${GOOD}`), 'not-json'],
  ['thoughts and no answer', says(`<think>${GOOD}</think>`), 'not-json'],
  ['a line break in a text', saysWith('up', 'up\nand'), 'not-json'],
  ['a tab in a text', saysWith('up', 'up\tand'), 'not-json'],
  ['curly quotes that close twice', says(GOOD.replaceAll('"', '”')), 'not-json'],
  ['escaped quotes', says(GOOD.replaceAll('"', '\\"')), 'not-json'],
  ['quotes of HTML', says(GOOD.replaceAll('"', '&quot;')), 'not-json'],
  ['an action without quotes', saysWith('"BUY"', 'BUY'), 'not-json'],
  ['an action in small letters', saysWith('BUY', 'buy'), 'schema'],
  ['two actions', saysWith('BUY', 'BUY|SELL'), 'schema'],
  ['the time with milliseconds', saysWith(':00Z', ':00.000Z'), 'timestamp-wrong'],
  ['the time with an offset', saysWith(':00Z', ':00+00:00'), 'timestamp-wrong'],
  ['the time with a small z', saysWith(':00Z', ':00z'), 'timestamp-wrong'],
  ['the time with a blank', saysWith('T10', ' 10'), 'timestamp-wrong'],
  ...['-0', '1e-400', '0.8e0'].map((written): Row => [`a confidence of ${written}`, confident(written), 'signal']),
  ...['1.0000000001', '-1e-300', '80'].map((written): Row => [`a confidence of ${written}`, confident(written), 'out-of-range']),
  ...['.8', '+0.8', '0.8.', '80%', '0,8', '0x1', '1_0', '0.8f', '08', '0.8 or 0.9'].map((written): Row => [`a confidence of ${written}`, confident(written), 'not-json']),
  ...['NaN', 'Infinity', '-Infinity', ' NaN '].map((written): Row => [`a confidence of ${written}`, confident(written), 'not-a-number']),
  ['a confidence of 1e400', confident('1e400'), 'not-a-number'],
  ['a confidence in quotes', confident('"0.8"'), 'schema'],
];

export const HOSTILE_BODIES: Readonly<Record<string, readonly Row[]>> = { 'over the wire': ON_THE_WIRE, 'in the form': FORMS, 'at its end': ENDS, 'in what it says': CONTENTS };

/** What a signal of these bodies says: BUY, and a confidence that was written. */
export const WHOLE_BODY = says(GOOD);
