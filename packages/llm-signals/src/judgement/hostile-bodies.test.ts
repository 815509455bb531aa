import { describe, expect, test } from '@jest/globals';
import { bodyToReply } from '../chat/completion.ts';
import { HOSTILE_BODIES, type Outcome, TIME, WHOLE_BODY } from './hostile-bodies.test-support.ts';
import { replyToJudgement } from './reply-to-judgement.ts';

function outcomeOf(body: string): Outcome {
  const reply = bodyToReply(body);
  if (!reply) return 'no completion';
  const judgement = replyToJudgement(reply, TIME);
  if (judgement.kind === 'none') return judgement.why;
  // The first answer, never a part of another one.
  expect(judgement.action).toBe('BUY');
  expect(Object.is(judgement.confidence, -0)).toBe(false);
  return 'signal';
}

describe.each(Object.entries(HOSTILE_BODIES))('a body that has something %s is a signal only beyond doubt', (_place, rows) => {
  test.each(rows)('%s', (_name, body, outcome) => {
    expect(outcomeOf(body)).toBe(outcome);
  });
});

test('a body that is cut anywhere is no completion', () => {
  for (let end = 0; end < WHOLE_BODY.length; end++) expect([end, outcomeOf(WHOLE_BODY.slice(0, end))]).toEqual([end, 'no completion']);
});

test('the table is long, and no body stands in it twice', () => {
  const bodies = Object.values(HOSTILE_BODIES).flatMap((rows) => rows.map(([, body]) => body));
  expect(bodies.length).toBeGreaterThanOrEqual(90);
  expect(new Set(bodies).size).toBe(bodies.length);
});
