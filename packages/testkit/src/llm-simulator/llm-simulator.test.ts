import { afterEach, describe, expect, test } from '@jest/globals';
import { type LlmSimulator, startLlmSimulator } from './llm-simulator.ts';
import { say } from './scripted-answer.ts';

let simulator: LlmSimulator;
afterEach(() => simulator.close());

const ask = (body: unknown, key = simulator.apiKey): Promise<Response> =>
  fetch(`${simulator.baseUrl}/chat/completions`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: JSON.stringify(body) });

describe('the LLM simulator', () => {
  test('lists its models and refuses others', async () => {
    simulator = await startLlmSimulator({ models: ['small'] });
    const listed = await fetch(`${simulator.baseUrl}/models`, { headers: { authorization: `Bearer ${simulator.apiKey}` } });
    expect(await listed.json()).toMatchObject({ data: [{ id: 'small' }] });
    expect((await ask({ model: 'large', messages: [] })).status).toBe(404);
  });

  test('lets its own key in only', async () => {
    simulator = await startLlmSimulator();
    expect((await ask({ model: 'any', messages: [] }, 'sk-another')).status).toBe(401);
    expect(simulator.requests).toHaveLength(0);
    expect(simulator.requestCount).toBe(1);
  });

  test('gives the scripted answers in order, then the handler', async () => {
    simulator = await startLlmSimulator({ answers: [say('first'), { kind: 'status', status: 429, retryAfterSeconds: 600 }], handler: (request) => say(`asked ${request.model}`) });
    const contentOf = async (response: Response): Promise<unknown> =>
      ((await response.json()) as { choices: { message: { content: unknown } }[] }).choices[0]?.message.content;
    expect(await contentOf(await ask({ model: 'm', messages: [] }))).toBe('first');
    const limited = await ask({ model: 'm', messages: [] });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '600']);
    expect(await contentOf(await ask({ model: 'm', messages: [] }))).toBe('asked m');
    expect(simulator.requests).toHaveLength(3);
  });
});
