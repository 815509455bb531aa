import { isInterval, type Market as MarketName, type Series } from '@wick/core';

/** `btcusdt@kline_1m` → its series; undefined for streams of other kinds and for symbols not in lower case. */
export function streamToSeries(market: MarketName, stream: string): Series | undefined {
  const [symbol = '', channel = ''] = stream.split('@');
  const interval = channel.startsWith('kline_') ? channel.slice('kline_'.length) : '';
  if (!isInterval(interval) || symbol !== symbol.toLowerCase()) return undefined;
  return { exchange: 'simulated', market, symbol: symbol.toUpperCase(), interval };
}
