import { describe, expect, test } from '@jest/globals';
import { bodyToReply, bodyToSaid } from './completion.ts';

const body = (choice: Record<string, unknown> = {}, more: Record<string, unknown> = {}): string =>
  JSON.stringify({ model: 'm', choices: [{ finish_reason: 'stop', message: { content: '{}' }, ...choice }], ...more });
const usage = (prompt: unknown, completion: unknown, cached?: unknown): Record<string, unknown> => ({
  usage: { prompt_tokens: prompt, completion_tokens: completion, ...(cached !== undefined && { prompt_tokens_details: { cached_tokens: cached } }) },
});

describe('the body of a completion', () => {
  test('is read after blank lines and comments, however many', () => {
    const lines = '\n\r\n: keep-alive\n\n'.repeat(200_000);
    expect(bodyToReply(lines + body())).toMatchObject({ body: body(), model: 'm', fingerprint: undefined, answer: { kind: 'content', content: '{}' } });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['cut at its length', { finish_reason: 'length' }, 'truncated'],
    ['ended for want of resources', { finish_reason: 'insufficient_system_resource' }, 'truncated'],
    ['filtered', { finish_reason: 'content_filter' }, 'filtered'],
    ['refused', { message: { content: '{}', refusal: 'no' } }, 'refused'],
    ['blank', { message: { content: ' \n' } }, 'empty'],
    ['a call of a tool', { finish_reason: 'tool_calls', message: { content: null } }, 'empty'],
  ])('of an answer that is %s is of no use', (_name, choice, reason) => {
    expect(bodyToReply(body(choice))?.answer).toMatchObject({ kind: 'unusable', reason });
  });

  test.each(['stop', 'STOP', 'end_turn', null, undefined])('that ends with %s is whole', (finish) => {
    expect(bodyToReply(body({ finish_reason: finish }))?.answer.kind).toBe('content');
  });

  test.each<[string, Record<string, unknown>]>([
    ['none', {}], ['null', { usage: null }], ['negative', usage(-1, 2)], ['parts of a token', usage(1.5, 2)], ['more cached than asked', usage(10, 2, 11)], ['a text', usage('10', 2)], ['beyond counting', usage(1e300, 2)],
  ])('with a usage that is %s has an unknown one, and is an answer still', (_name, more) => {
    expect(bodyToReply(body({}, more))).toMatchObject({ usage: undefined, answer: { kind: 'content' } });
  });

  test('with a usage has it', () => {
    expect(bodyToReply(body({}, usage(10, 2, 4)))?.usage).toEqual({ promptTokens: 10, cachedTokens: 4, completionTokens: 2 });
  });

  test.each([
    ['', ''], ['<!doctype html><p>hello', 'a page of HTML'], ['data: {"choices":[]}\n\ndata: [DONE]\n', 'a stream of events'], ['{"error":{"message":"upstream"}}', 'upstream'],
    ['[{"error":{"message":"upstream"}}]', 'upstream'], ['{"error":"upstream"}', 'upstream'], ['{}', ''], ['{"model":"m","choices":[]}', ''], ['null', ''],
  ])('that is none: %j', (text, message) => {
    expect(bodyToReply(text)).toBeUndefined();
    expect(bodyToSaid(text)).toMatchObject({ message });
  });
});
