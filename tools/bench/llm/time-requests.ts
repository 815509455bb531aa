/**
 * Asks the same question through our client and as a bare HTTPS request with a kept connection, in turn, and prints the figures of
 * {@link timePairs} as JSON. Trusts what NODE_EXTRA_CA_CERTS names, which Node reads when it starts.
 *
 * Run: node --conditions=@wick/source tools/bench/llm/time-requests.ts <base URL> <key> <pairs>
 */
import { Agent, request } from 'node:https';
import { systemClock } from '@wick/core';
import { askOnce, openChat, type Question, resolveProvider } from '@wick/llm-signals';
import { timePairs } from '../pairs.ts';

const [baseUrl, key, pairs] = process.argv.slice(2) as [string, string, string];
/** Until the just-in-time compiler has settled. */
const WARM_UP_PAIRS = 200;

const candles = Array.from({ length: 100 }, (_, bar) => [100 + bar, 101.25 + bar, 99.5 + bar, 100.75 + bar, 3300 + bar]);
const question: Question = {
  messages: [{ role: 'system', content: 'Judge the window. Answer in JSON.' }, { role: 'user', content: JSON.stringify({ candles }) }],
  schema: { name: 'decision', schema: { type: 'object', properties: { action: { type: 'string' } }, required: ['action'], additionalProperties: false } },
  temperature: 0,
};
const signal = new AbortController().signal;
const chat = openChat({ provider: resolveProvider(baseUrl), key, model: 'bench', clock: systemClock });

async function ours(): Promise<void> {
  const reply = await askOnce(chat, question, { signal, timeoutMs: 60_000 });
  if ('failed' in reply) throw new Error(`${reply.failed}: ${reply.said ?? ''}`);
}

const agent = new Agent({ keepAlive: true });
const { schema, messages, temperature } = question;
const body = JSON.stringify({ model: 'bench', messages, temperature, response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } } });
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

const bare = (): Promise<string> =>
  new Promise((resolve, reject) => {
    request(`${baseUrl}/chat/completions`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).once('end', () => resolve(text)).once('error', reject);
    }).once('error', reject).end(body);
  });

await timePairs(ours, bare, Math.min(WARM_UP_PAIRS, Number(pairs)));
process.stdout.write(`${JSON.stringify(await timePairs(ours, bare, Number(pairs)))}\n`);
agent.destroy();
process.exit(0);
