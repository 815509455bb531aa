import type { Draft } from '../draft/draft.ts';
import type { Reader } from '../reader/reader.ts';

/** Coins by the names that traders give them. */
const TICKERS: Readonly<Record<string, string>> = {
  bitcoin: 'btc', xbt: 'btc', ether: 'eth', ethereum: 'eth', solana: 'sol', cardano: 'ada', dogecoin: 'doge', litecoin: 'ltc',
};
const COINS: readonly string[] = [...Object.keys(TICKERS), 'btc', 'eth', 'bnb', 'sol', 'xrp', 'ada', 'doge', 'ltc', 'dot', 'avax', 'link', 'trx', 'ton', 'near'];
/** `BTCUSDT`, `PEPEUSDC`. */
const PAIR = /^([a-z0-9]{2,12}?)(usdt|usdc|fdusd|busd|tusd|usd|eur)$/;
const BEFORE_CONDITION = ['when', 'if', 'once', 'whenever', 'as soon as', 'every time', 'on', 'after', 'only when', 'only if', 'at market when', 'at market if'];

/**
 * `buy BTC when …`: a strategy does not name what it trades, so that is said and left to whoever runs it. Two coins in a sentence are
 * two strategies: the second name is not read over.
 */
export function takeTradedAsset(reader: Reader, draft: Draft): void {
  reader.attempt(() => {
    const start = reader.position;
    const word = reader.tokens[start]?.text ?? '';
    const ticker = COINS.includes(word) ? (TICKERS[word] ?? word) : PAIR.exec(word)?.[1];
    if (ticker === undefined || !reader.take([word]) || !reader.sees(BEFORE_CONDITION)) return undefined;
    if (draft.asset !== undefined && draft.asset !== ticker) return undefined;
    if (draft.asset === undefined) reader.assume(`${word.toUpperCase()} is not part of the strategy: it trades the symbol that it is run on.`);
    draft.asset = ticker;
    reader.understand(start, 'the symbol that it is run on');
    return word;
  });
}
