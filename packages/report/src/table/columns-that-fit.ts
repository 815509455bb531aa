/** A column of a table for a terminal; a cell is made of a row. */
export interface TableColumn<Row> {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cell: (row: Row) => string;
  /** The column with the highest number goes first when the terminal is narrow; without one it stays. */
  readonly dispensable?: number;
}

/** The columns that `width` characters hold, borders included. */
export function columnsThatFit<Row, Column extends TableColumn<Row>>(all: readonly Column[], rows: readonly Row[], width: number): readonly Column[] {
  const columns = [...all];
  const widthOf = ({ head, cell }: Column): number => 3 + Math.max(head.length, ...rows.map((row) => cell(row).length));
  const total = (): number => columns.reduce((sum, column) => sum + widthOf(column), 1);
  while (total() > width) {
    const rank = Math.max(...columns.map(({ dispensable = 0 }) => dispensable));
    if (rank === 0) break;
    columns.splice(columns.findIndex(({ dispensable }) => dispensable === rank), 1);
  }
  return columns;
}
