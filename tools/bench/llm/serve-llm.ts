/**
 * A simulated provider of language models over TLS, in a process of its own, until its input ends. One JSON document when it is ready:
 * `{ baseUrl, apiKey, certificate }`.
 *
 * Run: node --conditions=@wick/source tools/bench/llm/serve-llm.ts
 */
import { once } from 'node:events';
import { say, startLlmSimulator } from '@wick/testkit';

const answer = JSON.stringify({ time: '2024-05-01 12:00', action: 'HOLD', confidence: 0.5, reason: 'The last closes lie within the range of those before them.' });
const simulator = await startLlmSimulator({ https: true, handler: () => say(answer) });
const { baseUrl, apiKey, certificate } = simulator;
process.stdout.write(`${JSON.stringify({ baseUrl, apiKey, certificate })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await simulator.close();
