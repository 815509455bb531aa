import { expect, test } from '@jest/globals';
import { type Gate, gatesInARow, type Outcome } from './gate.ts';

const question = { messages: [], schema: { name: 'answer', schema: {} }, temperature: 0 };
const never = new AbortController().signal;
const ABORTED: Outcome = { kind: 'aborted' };

/** A gate that writes down what it hears, and fails where it is told to. */
const noting = (name: string, heard: string[], fails: { readonly enter?: Error; readonly settle?: Error } = {}): Gate => ({
  async enter() {
    heard.push(`enter ${name}`);
    if (fails.enter) throw fails.enter;
    return {
      settle: async (outcome) => {
        heard.push(`${name}: ${outcome.kind === 'failure' ? outcome.reason : outcome.kind}`);
        if (fails.settle) throw fails.settle;
      },
    };
  },
});

test('gates are entered one after another and left in the opposite order', async () => {
  const heard: string[] = [];
  await (await gatesInARow([noting('a', heard), noting('b', heard)]).enter(question, never)).settle(ABORTED);
  expect(heard).toEqual(['enter a', 'enter b', 'b: aborted', 'a: aborted']);
});

test('when one refuses, those before it hear that nothing was sent', async () => {
  const heard: string[] = [];
  const gates = [noting('a', heard, { settle: new Error('later') }), noting('b', heard), noting('c', heard, { enter: new Error('no') }), noting('d', heard)];
  await expect(gatesInARow(gates).enter(question, never)).rejects.toThrow('no');
  expect(heard).toEqual(['enter a', 'enter b', 'enter c', 'b: not-sent', 'a: not-sent']);
});

test('a gate that fails when it is left does not keep the others from hearing, and its error is told', async () => {
  const heard: string[] = [];
  const gates = [noting('a', heard, { settle: new Error('second') }), noting('b', heard), noting('c', heard, { settle: new Error('first') })];
  const pass = await gatesInARow(gates).enter(question, never);
  await expect(pass.settle(ABORTED)).rejects.toThrow('first');
  expect(heard.slice(3)).toEqual(['c: aborted', 'b: aborted', 'a: aborted']);
});

test('of a refusal all hear at once: a journal that hangs does not keep the limit open', async () => {
  const heard: string[] = [];
  const hanging: Gate = { enter: async () => ({ settle: () => new Promise(() => undefined) }) };
  const pass = await gatesInARow([noting('limit', heard), hanging]).enter(question, never);
  void pass.settle({ kind: 'failure', reason: 'rate-limit', isBilled: false, retryAfterMs: 600_000 });
  expect(heard).toEqual(['enter limit', 'limit: rate-limit']);
});
