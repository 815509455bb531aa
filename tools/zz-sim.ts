import { startLlmSimulator, quirksOf } from '@wick/testkit';
const name = (process.argv[2] ?? 'holysheep') as never;
const s = await startLlmSimulator({ quirks: quirksOf(name), } as never);
console.log(s.baseUrl, s.apiKey);
setInterval(()=>{},1e6);
