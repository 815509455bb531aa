import { binanceHttp, type RestMarket } from './binance-http.ts';

export interface ProbeOptions {
  readonly market?: RestMarket;
  readonly baseUrl?: string;
  /** 3 seconds unless told. */
  readonly timeoutMs?: number;
}

/** Does Binance's public interface answer from here, in time and as Binance does? One attempt; never throws. */
export async function probeBinance({ market = 'spot', baseUrl, timeoutMs = 3_000 }: ProbeOptions = {}): Promise<boolean> {
  try {
    const get = binanceHttp({ market, requestTimeoutMs: timeoutMs, ...(baseUrl !== undefined && { baseUrl }) });
    const { status, body } = await get('time', {});
    return status === 200 && typeof (body as { serverTime?: unknown } | null)?.serverTime === 'number';
  } catch {
    return false;
  }
}
