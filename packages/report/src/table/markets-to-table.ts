import Table from 'cli-table3';
import type { MarketFigures } from '../facts/market-to-figures.ts';
import { numberToText, shareToText, signedToText } from '../format/number-to-text.ts';
import { columnsThatFit, type TableColumn } from './columns-that-fit.ts';
import type { Paint } from './paint.ts';

interface Column extends TableColumn<MarketFigures> {
  readonly isOutcome?: boolean;
}

const COLUMNS: readonly Column[] = [
  { head: 'Market', align: 'left', cell: ({ symbol }) => symbol },
  { head: 'Trades', align: 'right', cell: ({ trades }) => numberToText(trades, 0) },
  { head: 'Open', align: 'right', cell: ({ openTrades }) => numberToText(openTrades, 0), dispensable: 2 },
  { head: 'Win rate', align: 'right', cell: ({ winRate }) => shareToText(winRate).replace('+', '') },
  { head: 'P&L', align: 'right', cell: ({ pnl }) => signedToText(pnl, 2), isOutcome: true },
  { head: 'Fees', align: 'right', cell: ({ fees }) => numberToText(fees, 2), dispensable: 1 },
  { head: 'Exposure', align: 'right', cell: ({ exposure }) => shareToText(exposure).replace('+', ''), dispensable: 3 },
  { head: 'Refused', align: 'right', cell: ({ refused }) => numberToText(refused, 0) },
];

/** A row a market. */
export function marketsToTable(markets: readonly MarketFigures[], width: number, paint: Paint): string {
  const columns = columnsThatFit(COLUMNS, markets, width);
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align }) => align),
    style: { head: [], border: [], compact: true },
  });
  for (const market of markets) {
    const outcome = market.pnl < 0 ? paint.bad : paint.good;
    table.push(columns.map(({ cell, isOutcome }) => (isOutcome ? outcome(cell(market)) : cell(market))));
  }
  return `${paint.bold('Markets')}\n${table.toString()}`;
}
