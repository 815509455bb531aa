import { type Random, randomOf } from './random.ts';

/** What is settled about a day before its minutes are drawn. */
export interface MarketDay {
  readonly openPrice: number;
  readonly closePrice: number;
  /** Standard deviation of the day's log return. */
  readonly volatility: number;
  /** Natural logarithm of volatility relative to its long-run level, at the day's two midnights. */
  readonly startHeat: number;
  readonly endHeat: number;
  /** When a crash starts, as a share of the day; NaN on an ordinary day. */
  readonly crashAt: number;
}

/** Daily drift of log price in each mood of the market. */
const MOODS = [0.0035, 0, -0.0035] as const;
const MOOD_CHANGE_CHANCE = 1 / 40;
const CRASH_CHANCE = 1 / 250;
/** Volatility is an AR(1) process of its logarithm, so calm and wild weeks cluster. */
const HEAT_MEMORY = 0.95;
const HEAT_NOISE = 0.12;
/** Falling days heat the market up, rising ones cool it down; a crash heats it up most. */
const HEAT_OF_A_FALL = 0.05;
const HEAT_OF_A_CRASH = 6;
/** A pull towards the starting price that keeps decades of prices plausible. */
const PULL = 0.002;

/**
 * The days of a market, one after another from the first: trends that last for weeks, volatility that clusters, a
 * crash every few hundred days. The same key always gives the same days.
 *
 * @param volatility typical standard deviation of a day's log return
 */
export function marketDays(key: string, startPrice: number, volatility: number): (day: number) => MarketDay {
  const random = randomOf(`${key}/days`);
  const days: MarketDay[] = [];
  const anchor = Math.log(startPrice);
  let state = { logPrice: anchor, heat: 0, mood: 0 };
  return (day) => {
    while (days.length <= day) {
      const next = nextDay(random, state, anchor, volatility);
      days.push(next.day);
      state = next.state;
    }
    return days[day]!;
  };
}

interface ChainState {
  readonly logPrice: number;
  readonly heat: number;
  readonly mood: number;
}

function nextDay(
  random: Random,
  from: ChainState,
  anchor: number,
  typicalVolatility: number,
): { day: MarketDay; state: ChainState } {
  const mood = random.uniform() < MOOD_CHANGE_CHANCE ? Math.floor(random.uniform() * MOODS.length) : from.mood;
  const crash = random.uniform() < CRASH_CHANCE ? 0.06 + 0.1 * random.uniform() : 0;
  const volatility = typicalVolatility * Math.exp(from.heat);
  const shock = random.normal();
  const logReturn = MOODS[mood]! - crash - PULL * (from.logPrice - anchor) + volatility * shock;
  const heat =
    HEAT_MEMORY * from.heat + HEAT_NOISE * random.normal() - HEAT_OF_A_FALL * shock + HEAT_OF_A_CRASH * crash;
  const crashAt = random.uniform();
  const logPrice = from.logPrice + logReturn;
  return {
    day: {
      openPrice: Math.exp(from.logPrice),
      closePrice: Math.exp(logPrice),
      volatility,
      startHeat: from.heat,
      endHeat: heat,
      crashAt: crash > 0 ? crashAt : Number.NaN,
    },
    state: { logPrice, heat, mood },
  };
}
