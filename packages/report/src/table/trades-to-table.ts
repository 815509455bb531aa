import type { Trade } from '@wick/core';
import Table from 'cli-table3';
import { numberToText, priceToText, shareToText, signedToText } from '../format/number-to-text.ts';
import { reasonToText } from '../format/reason-to-text.ts';
import { timeToText } from '../format/time-to-text.ts';
import { columnsThatFit, type TableColumn } from './columns-that-fit.ts';
import type { Paint } from './paint.ts';

const SHOWN = 8;

/** A trade, with its symbol where a table holds trades of several. */
export interface TableTrade extends Trade {
  readonly symbol?: string;
}

interface Column extends TableColumn<TableTrade> {
  readonly isOutcome?: boolean;
}

const SYMBOL: Column = { head: 'Market', align: 'left', cell: ({ symbol }) => symbol ?? '' };

const COLUMNS: readonly Column[] = [
  { head: 'Side', align: 'left', cell: ({ side }) => side },
  { head: 'Entry (UTC)', align: 'left', cell: ({ entryTimeMs }) => timeToText(entryTimeMs) },
  { head: 'Price', align: 'right', cell: ({ entryPrice }) => priceToText(entryPrice), dispensable: 3 },
  { head: 'Exit (UTC)', align: 'left', cell: ({ exitTimeMs }) => timeToText(exitTimeMs), dispensable: 2 },
  { head: 'Price', align: 'right', cell: ({ exitPrice }) => priceToText(exitPrice), dispensable: 4 },
  { head: 'P&L', align: 'right', cell: ({ pnl }) => signedToText(pnl, 2), isOutcome: true },
  { head: 'Return', align: 'right', cell: ({ returnRate }) => shareToText(returnRate), isOutcome: true },
  {
    head: 'Ended by',
    align: 'left',
    cell: ({ exitReason, ambiguous }) => `${reasonToText(exitReason)}${ambiguous ? ' *' : ''}`,
    dispensable: 1,
  },
];

/** The last trades, newest last, under a line that says how many there are. Undefined if there are none. */
export function tradesToTable(trades: readonly TableTrade[], width: number, paint: Paint): string | undefined {
  if (trades.length === 0) return undefined;
  const shown = trades.slice(-SHOWN);
  const all = shown.some(({ symbol }) => symbol !== undefined) ? [SYMBOL, ...COLUMNS] : COLUMNS;
  const columns = columnsThatFit(all, shown, width);
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    style: { head: [], border: [], compact: true },
  });
  for (const trade of shown) {
    const outcome = trade.pnl < 0 ? paint.bad : paint.good;
    table.push(columns.map(({ cell, isOutcome }) => (isOutcome ? outcome(cell(trade)) : cell(trade))));
  }
  const title = trades.length > SHOWN ? `Last ${SHOWN} of ${numberToText(trades.length, 0)} trades` : 'Trades';
  const legend = shown.some((trade) => trade.ambiguous)
    ? `\n${paint.dim('* the bar held both stop and target; the worse was taken')}`
    : '';
  return `${paint.bold(title)}\n${table.toString()}${legend}`;
}
