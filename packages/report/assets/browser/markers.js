import { barAt } from './levels.js';

/** Pixels that a marker needs beside its neighbour: one by itself, and one with a number. */
const SINGLE_WIDTH = 9;
const GROUP_WIDTH = 34;

/**
 * The bars of each trade's entry and exit on a time axis.
 *
 * @param {import('./page-data.js').Trades} trades
 * @param {Float64Array} time
 */
export const placeTrades = (trades, time) => ({
  entryBar: Int32Array.from(trades.entryTime, (timeMs) => barAt(time, timeMs)),
  exitBar: Int32Array.from(trades.exitTime, (timeMs) => barAt(time, timeMs)),
});

/** @typedef {ReturnType<typeof placeTrades>} PlacedTrades */

/**
 * @typedef {object} Marker
 * @property {number} bar
 * @property {'long' | 'short' | 'exit' | 'group'} kind
 * @property {boolean} good for an exit or a group: was money made
 * @property {number} count trades that it stands for
 */

/**
 * Markers for the bars `from` to `to`: one for each entry and exit while they have room in `width` pixels, and
 * otherwise one for all trades that begin in the same stretch of bars. Stretches stay where they are when the chart is moved.
 *
 * @param {import('./page-data.js').Trades} trades
 * @param {PlacedTrades} placed
 * @param {number} from
 * @param {number} to
 * @param {number} width
 * @returns {Marker[]}
 */
export function visibleMarkers(trades, placed, from, to, width) {
  const visible = [];
  for (let trade = 0; trade < trades.count; trade++) {
    if (placed.exitBar[trade] >= from && placed.entryBar[trade] <= to) visible.push(trade);
  }
  return visible.length * 2 * SINGLE_WIDTH <= width
    ? singleMarkers(trades, placed, visible)
    : groupMarkers(trades, placed, visible, stretchOf(to - from + 1, width));
}

/**
 * Bars for one group: a power of two, so that zooming a little regroups nothing.
 *
 * @param {number} bars
 * @param {number} width
 */
const stretchOf = (bars, width) => 2 ** Math.ceil(Math.log2(Math.max(1, (bars * GROUP_WIDTH) / width)));

/**
 * An entry and an exit for each trade. Trades of one position that enter or leave on the same bar share a marker there.
 *
 * @param {import('./page-data.js').Trades} trades
 * @param {PlacedTrades} placed
 * @param {number[]} visible
 * @returns {Marker[]}
 */
function singleMarkers(trades, placed, visible) {
  /** @type {Map<string, Marker & { pnl: number }>} */
  const markers = new Map();
  /**
   * @param {number} bar
   * @param {Marker['kind']} kind
   * @param {number} pnl
   */
  const add = (bar, kind, pnl) => {
    const key = `${kind} ${bar}`;
    const before = markers.get(key) ?? { pnl: 0, count: 0 };
    const sum = before.pnl + pnl;
    markers.set(key, { bar, kind, good: sum >= 0, count: before.count + 1, pnl: sum });
  };
  for (const trade of visible) {
    add(placed.entryBar[trade], trades.side[trade] === 0 ? 'long' : 'short', 0);
    add(placed.exitBar[trade], 'exit', trades.pnl[trade]);
  }
  return [...markers.values()].sort((a, b) => a.bar - b.bar);
}

/**
 * @param {import('./page-data.js').Trades} trades
 * @param {PlacedTrades} placed
 * @param {number[]} visible ascending by entry
 * @param {number} stretch
 * @returns {Marker[]}
 */
function groupMarkers(trades, placed, visible, stretch) {
  /** @type {Map<number, { bar: number, count: number, pnl: number }>} */
  const groups = new Map();
  for (const trade of visible) {
    const bar = placed.entryBar[trade];
    const key = Math.floor(bar / stretch);
    const group = groups.get(key) ?? { bar, count: 0, pnl: 0 };
    group.count++;
    group.pnl += trades.pnl[trade];
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ bar, count, pnl }) => ({ bar, kind: /** @type {const} */ ('group'), good: pnl >= 0, count }))
    .sort((a, b) => a.bar - b.bar);
}
