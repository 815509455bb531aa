/** Where candles come from: what a revision of the store says of itself. */
export interface Provenance {
  /** Such as `archive:BTCUSDT-1h-2024-11.zip`, `binance-rest`, `binance-live`. */
  readonly source: string;
  /** Of the file, where there is one; hexadecimal. */
  readonly sha256?: string;
}
