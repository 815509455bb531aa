/** Nobody may ask an exchange anything before `untilMs`. */
export interface LimitBlock {
  readonly untilMs: number;
  readonly why: 'limited' | 'banned';
}

/**
 * What all processes behind one address have spent of an exchange's budget, and until when they are shut out. It outlives
 * each of them, so that a ban is obeyed after a restart too.
 *
 * @remarks `key` names one budget, such as `binance:spot`; minutes are those of the exchange's clock since 1970
 */
export interface LimitLedger {
  /** Reserves up to `wanted` of what is left of a minute's `limit`. @returns what was granted, 0 to `wanted` */
  reserveWeight(key: string, minute: number, wanted: number, limit: number): Promise<number>;
  /** The exchange says that so much of a minute is used, by whomever: the count rises to it, and never falls. */
  observeWeight(key: string, minute: number, used: number): Promise<void>;
  /** The later end is kept. */
  block(key: string, block: LimitBlock): Promise<void>;
  /** What is in force, or was last. */
  blocked(key: string): Promise<LimitBlock | null>;
}
