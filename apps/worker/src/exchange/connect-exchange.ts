import { type AbsenceLedger, type CandleStore, type Clock, type LimitLedger, type Series, WickError } from '@wick/core';
import { createLiveSource, createRestSource, type LiveSource, type RestMarket, type RestSource, sumOfStatus, syncSeries } from '@wick/ingestion';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import type { FeedGroup } from '../feed/feed-group.ts';
import type { ExchangeCounts } from '../metrics/metrics.ts';

export interface ConnectedExchange extends ExchangeCounts {
  readonly groups: readonly FeedGroup[];
}

/**
 * The way to Binance for some series: for each market one REST source, whose request budget they share, and one live source.
 * @throws WickError OPTION_INVALID for series that cannot be fetched
 */
export function connectExchange(
  { series, restUrl, webSocketUrl }: Pick<Configuration, 'series' | 'restUrl' | 'webSocketUrl'>,
  { store, absences, limits, clock, logger }: { store: CandleStore; absences: AbsenceLedger; limits: LimitLedger; clock: Clock; logger: Logger },
): ConnectedExchange {
  requireAddress(series, restUrl !== undefined && webSocketUrl !== undefined);
  let waits = 0;
  const sources: RestSource[] = [];
  const streams: LiveSource[] = [];
  const connect = (market: RestMarket): FeedGroup => {
    const rest = createRestSource({
      market, clock, limits,
      onTrouble: ({ why, cause }) => logger.warn({ market, why, err: cause }, 'trouble with the request budget'),
      ...(restUrl !== undefined && { baseUrl: restUrl }),
      onWait: (wait) => {
        waits++;
        logger.info({ market, ...wait }, 'waiting for the exchange');
      },
    });
    sources.push(rest);
    const live = createLiveSource({
      market, rest, clock,
      ...(webSocketUrl !== undefined && { wsUrl: webSocketUrl }),
      onTrouble: ({ why, series: one }) => {
        logger.warn({ market, why, symbol: one?.symbol, interval: one?.interval }, 'trouble with the live stream');
      },
    });
    streams.push(live);
    return {
      series: series.filter((one) => one.market === market),
      live,
      sync: (one, range, signal) => syncSeries({ source: rest, store, absences, series: one, range, signal, clock }),
    };
  };
  const markets = new Set(series.map(({ market }) => market as RestMarket));
  return {
    groups: [...markets].map(connect),
    waits: () => waits,
    usedWeight: () => Object.fromEntries(sources.map((source) => [source.market, source.usedWeight()])),
    streams: () => sumOfStatus(streams.map((live) => live.status())),
  };
}

/** Simulated candles must not come from the real exchange. */
function requireAddress(series: readonly Series[], hasOwnAddress: boolean): void {
  const simulated = series.find(({ exchange }) => exchange === 'simulated');
  if (simulated && !hasOwnAddress) {
    throw new WickError('OPTION_INVALID', `${simulated.symbol} is named as simulated, but no simulator is.`, {
      remedy: 'Set WICK_BINANCE_REST_URL and WICK_BINANCE_WS_URL to the simulator, or leave "simulated:" out.',
    });
  }
}
