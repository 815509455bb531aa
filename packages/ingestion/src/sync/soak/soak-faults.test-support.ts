import { DAY_MS, HOUR_MS, type Series } from '@wick/core';
import {
  type BinanceSimulator, firewall, type HttpFault, type InjectedFault, serverError, tooManyRequests, withFalseQuiet, withField, withFusedRows, withoutRows, withRowShifted,
  withRowTwice,
} from '@wick/testkit';
import type { Dice } from './dice.test-support.ts';

/** What goes wrong with an answer, and passes. */
export function drawHttpFault(dice: Dice): HttpFault {
  return dice.one<() => HttpFault>([
    () => ({ kind: 'reset' }),
    () => ({ kind: 'reset' }),
    () => ({ kind: 'cut', atByte: dice.whole(0, 3_000), cleanly: dice.chance(0.5) }),
    () => ({ kind: 'cut', atByte: dice.whole(0, 20), cleanly: dice.chance(0.5) }),
    () => ({ kind: 'delay', ms: dice.whole(1, 90_000) }),
    () => ({ kind: 'answer', answer: serverError(dice.one([500, 502, 503, 504]), dice.one([-1000, -1001, -1007, -1008])) }),
    () => ({ kind: 'answer', answer: tooManyRequests(dice.whole(1, 70)) }),
    () => ({ kind: 'answer', answer: firewall() }),
  ])();
}

/** Faults at random requests; some last longer than any patience. */
export function strike(dice: Dice, simulator: BinanceSimulator): InjectedFault[] {
  return Array.from({ length: dice.whole(1, 5) }, () =>
    simulator.fail({
      on: dice.one(['rest', 'rest', 'archive']),
      where: dice.one(['', '', 'klines', 'interval=1d', 'exchangeInfo', 'time', 'prefix', '.zip', 'CHECKSUM']),
      after: dice.whole(0, 15),
      times: dice.one([1, 1, 2, 5, 12, Infinity]),
      with: drawHttpFault(dice),
    }),
  );
}

/** Rows without trades are left out, which no sum shows. */
const withoutQuietRows = (csv: string): string => csv.split('\n').filter((line) => !/^\d/.test(line) || Number(line.split(',')[8]) > 0).join('\n');

/** What is wrong with a file in a way that sums of days show, or that cannot be read. */
function drawDamage(dice: Dice): (csv: string) => string {
  const at = dice.whole(0, 300);
  return dice.one([
    () => withoutRows(at, at + dice.whole(1, 100)),
    () => withoutRows(at),
    () => withFalseQuiet(at, at + dice.whole(1, 20)),
    () => withField(at, dice.one([5, 7, 8, 9, 10]), (text) => String(2 * Number(text) + 1)),
    () => withRowShifted(at, dice.whole(1, 20_000)),
    () => withoutQuietRows,
    () => withRowTwice(at),
    () => withFusedRows(at),
  ])();
}

/** The archive changes: @returns what undoes it. */
export function changeArchive(dice: Dice, simulator: BinanceSimulator, series: Series, nowMs: number, days: number): () => void {
  const day = new Date(nowMs - dice.whole(0, days) * DAY_MS).toISOString();
  const where = `${series.symbol}-${series.interval}-${dice.one([day.slice(0, 10), day.slice(0, 7), `${day.slice(0, 7)}.zip`])}`;
  return dice.one([
    () => simulator.archive.revise(where, drawDamage(dice), dice.one([0, nowMs])),
    () => simulator.archive.revise(where, drawDamage(dice), dice.one([0, nowMs])),
    () => simulator.archive.delay(where, dice.whole(1, 30 * 24) * HOUR_MS),
    () => simulator.archive.omitChecksum(where),
    () => {
      const alter = (): string => `${'0'.repeat(64)}  ${where}`;
      const fault = simulator.fail({ on: 'archive', where: `${where}.zip.CHECKSUM`, times: dice.one([1, Infinity]), with: { kind: 'alter', alter } });
      return () => fault.clear();
    },
  ])();
}
