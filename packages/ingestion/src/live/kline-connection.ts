import type { RestMarket } from '../rest/binance-http.ts';
import { type KlineEvent, readKlineEvent } from './event-to-close.ts';

export interface KlineConnectionOptions {
  readonly market: RestMarket;
  /** Host and port, such as `ws://127.0.0.1:8080`; Binance's own by default. */
  readonly wsUrl?: string;
  readonly streams: readonly string[];
  readonly onOpen: () => void;
  readonly onKline: (event: KlineEvent) => void;
  /** Called once, whatever the reason. */
  readonly onEnd: (why: string) => void;
}

const silent = { trace: (): void => undefined, info: (): void => undefined, error: (): void => undefined };
/** The path of kline streams. Those of USD-M futures moved below /market in 2026. */
const PATHS = { spot: '/stream', um: '/market/stream', cm: '/dstream/stream' } as const;
/** The longest that a timer can wait. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * One WebSocket connection through the `binance` package, from its opening to its end. The package would reconnect by itself
 * every 500 ms without jitter, which is more than the 300 attempts in five minutes that Binance allows; so its own
 * reconnecting is put off for ever, and whoever uses this opens a new one when it thinks fit.
 *
 * @returns what ends the connection
 */
export async function openKlineConnection(options: KlineConnectionOptions): Promise<(why: string) => void> {
  const { WebsocketClient, WS_KEY_MAP } = await import('binance');
  const key = { spot: WS_KEY_MAP.main, um: WS_KEY_MAP.usdmMarket, cm: WS_KEY_MAP.coinm }[options.market];
  const wsUrl = options.wsUrl?.replace(/\/$/, '');
  const client = new WebsocketClient(
    { reconnectTimeout: NEVER_MS, ...(wsUrl !== undefined && { wsUrl: `${wsUrl}${PATHS[options.market]}` }) },
    silent,
  );
  let ended = false;
  const end = (why: string): void => {
    client.closeAll(true);
    if (ended) return;
    ended = true;
    options.onEnd(why);
  };
  client.on('open', () => options.onOpen());
  client.on('message', (message: unknown) => {
    if (ended) return;
    const event = readKlineEvent(message);
    if (event) options.onKline(event);
    else if ((message as { e?: unknown }).e === 'serverShutdown') end('the server announced its end');
    else if (typeof (message as { code?: unknown }).code === 'number') end(`refused: ${JSON.stringify(message)}`);
  });
  client.on('reconnecting', () => end('the connection was lost'));
  client.on('exception', (error: unknown) => end(`the connection failed: ${(error as { message?: string }).message ?? 'unknown'}`));
  client.subscribe([...options.streams], key).catch((error: unknown) => end(`the connection failed: ${String(error)}`));
  return end;
}

