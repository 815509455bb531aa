/**
 * A simulated exchange in a process of its own, so that its work does not count as the client's. Says its address in one line and
 * ends when its input does.
 *
 * Run: node --conditions=@wick/source tools/bench/exchange/serve-exchange.ts <bars> <latencyMs>
 */
import { startBinanceSimulator } from '@wick/testkit';
import { historyOf } from './plain-history.ts';

const [bars, latencyMs] = process.argv.slice(2).map(Number) as [number, number];
const exchange = await startBinanceSimulator({ latencyMs, candles: [historyOf('BTCUSDT', bars)] });
process.stdout.write(`${exchange.restUrl}\n`);
process.stdin.resume();
process.stdin.on('end', () => process.exit());
