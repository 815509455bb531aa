import { formatDuration, formatNumber, formatShare, formatSigned, formatSize, formatTime } from './format.js';

export const PAGE_SIZE = 20;

/** @typedef {import('./page-data.js').Trades} Trades */

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(trade: number) => number} key what is sorted by
 * @property {(trade: number) => string} text
 * @property {boolean} [number] right-aligned
 * @property {boolean} [toned] coloured by sign
 * @property {boolean} [minor] left out on a narrow screen
 */

/**
 * @param {Trades} trades
 * @returns {Column[]}
 */
export function tradeColumns(trades) {
  const { markets, market, entryTime, exitTime, entryPrice, exitPrice, size, pnl, fees, side, reason, reasons, ambiguous } = trades;
  /** @param {number} trade */
  const returnOf = (trade) => pnl[trade] / (size[trade] * entryPrice[trade]);
  /** @param {number} trade */
  const decimalsOf = (trade) => markets[market[trade]].priceDecimals;
  /** @type {Column} */
  const ofMarket = { title: 'Market', key: (trade) => market[trade], text: (trade) => markets[market[trade]].symbol };
  return [
    { title: '#', key: (trade) => trade, text: (trade) => String(trade + 1), number: true, minor: true },
    ...(markets.length > 1 ? [ofMarket] : []),
    { title: 'Side', key: (trade) => side[trade], text: (trade) => (side[trade] === 0 ? 'long' : 'short') },
    { title: 'Entry (UTC)', key: (trade) => entryTime[trade], text: (trade) => formatTime(entryTime[trade]) },
    { title: 'Price', key: (trade) => entryPrice[trade], text: (trade) => formatNumber(entryPrice[trade], decimalsOf(trade)), number: true, minor: true },
    { title: 'Exit (UTC)', key: (trade) => exitTime[trade], text: (trade) => formatTime(exitTime[trade]), minor: true },
    { title: 'Price', key: (trade) => exitPrice[trade], text: (trade) => formatNumber(exitPrice[trade], decimalsOf(trade)), number: true, minor: true },
    { title: 'Size', key: (trade) => size[trade], text: (trade) => formatSize(size[trade]), number: true, minor: true },
    { title: 'Fees', key: (trade) => fees[trade], text: (trade) => formatNumber(fees[trade], 2), number: true, minor: true },
    { title: 'P&L', key: (trade) => pnl[trade], text: (trade) => formatSigned(pnl[trade], 2), number: true, toned: true },
    { title: 'Return', key: returnOf, text: (trade) => formatShare(returnOf(trade)), number: true, toned: true },
    { title: 'Duration', key: (trade) => exitTime[trade] - entryTime[trade], text: (trade) => formatDuration(exitTime[trade] - entryTime[trade]), number: true },
    { title: 'Ended by', key: (trade) => reason[trade], text: (trade) => `${reasons[reason[trade]]}${ambiguous[trade] ? ' *' : ''}` },
  ];
}

/**
 * Trade numbers in the order of a column; equal ones stay in order of time.
 *
 * @param {number} count
 * @param {Column} column
 * @param {boolean} descending
 */
export function sortedTrades(count, column, descending) {
  const keys = Float64Array.from({ length: count }, (_, trade) => column.key(trade));
  const sign = descending ? -1 : 1;
  return Uint32Array.from({ length: count }, (_, trade) => trade).sort((a, b) => sign * (keys[a] - keys[b]) || a - b);
}

/**
 * All trades as a table, a page at a time, sorted by the column whose heading is pressed.
 *
 * @param {HTMLElement} parent
 * @param {Trades} trades
 * @param {(trade: number) => void} onChoose
 */
export function createTradesTable(parent, trades, onChoose) {
  const columns = tradeColumns(trades);
  const pages = Math.ceil(trades.count / PAGE_SIZE);
  let sorted = { column: 0, descending: false };
  let order = sortedTrades(trades.count, columns[0], false);
  let page = 0;
  let chosen = -1;

  const { table, headings, body } = tableSkeleton(columns, (column) => {
    const descending = sorted.column === column ? !sorted.descending : Boolean(columns[column].number) && column > 0;
    sorted = { column, descending };
    order = sortedTrades(trades.count, columns[column], descending);
    show(0);
  });
  const scroll = elementOf('div', 'scroll');
  scroll.append(table);
  const pager = createPager(pages, (next) => show(next));
  const legend = elementOf('p', 'fine', `Choose a trade to see it on the chart.${trades.ambiguous.some(Boolean) ? ' * The bar held both stop and target; the worse was taken.' : ''}`);
  parent.append(scroll, pager.element, legend);

  /** @param {number} next */
  function show(next) {
    page = Math.min(pages - 1, Math.max(0, next));
    headings.forEach((heading, column) => {
      heading.ariaSort = column !== sorted.column ? 'none' : sorted.descending ? 'descending' : 'ascending';
    });
    const rows = [...order.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)];
    body.replaceChildren(...rows.map(rowOf));
    pager.show(page, `${formatNumber(page * PAGE_SIZE + 1, 0)}–${formatNumber(page * PAGE_SIZE + rows.length, 0)} of ${formatNumber(trades.count, 0)}`);
  }

  /** @param {number} trade */
  function rowOf(trade) {
    const row = document.createElement('tr');
    row.dataset.trade = String(trade);
    row.tabIndex = 0;
    row.ariaSelected = String(trade === chosen);
    for (const column of columns) {
      const classes = [column.number && 'number', column.minor && 'minor', column.toned && (column.key(trade) < 0 ? 'bad' : 'good')];
      row.append(elementOf('td', classes.filter(Boolean).join(' '), column.text(trade)));
    }
    const choose = () => {
      chosen = trade;
      for (const other of body.children) other.ariaSelected = String(other === row);
      onChoose(trade);
    };
    row.addEventListener('click', choose);
    row.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose();
      } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault();
        const near = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
        if (near instanceof HTMLElement) near.focus();
      }
    });
    return row;
  }

  show(0);
}

/**
 * @param {Column[]} columns
 * @param {(column: number) => void} onSort
 */
function tableSkeleton(columns, onSort) {
  const table = elementOf('table', 'trades');
  const head = document.createElement('thead');
  const row = document.createElement('tr');
  const headings = columns.map((column, index) => {
    const heading = document.createElement('th');
    heading.scope = 'col';
    heading.className = [column.number && 'number', column.minor && 'minor'].filter(Boolean).join(' ');
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = column.title;
    button.addEventListener('click', () => onSort(index));
    heading.append(button);
    return heading;
  });
  const body = document.createElement('tbody');
  row.append(...headings);
  head.append(row);
  table.append(head, body);
  return { table, headings, body };
}

/**
 * @param {number} pages
 * @param {(page: number) => void} onPage
 */
function createPager(pages, onPage) {
  const element = elementOf('nav', 'pager');
  element.ariaLabel = 'Pages of trades';
  const position = elementOf('span', 'position');
  position.ariaLive = 'polite';
  let current = 0;
  /**
   * @param {string} text
   * @param {string} label
   * @param {() => number} target
   */
  const button = (text, label, target) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.ariaLabel = label;
    made.addEventListener('click', () => onPage(target()));
    return made;
  };
  const first = button('«', 'First page', () => 0);
  const before = button('‹', 'Page before', () => current - 1);
  const after = button('›', 'Next page', () => current + 1);
  const last = button('»', 'Last page', () => pages - 1);
  element.append(first, before, position, after, last);
  return {
    element,
    /**
     * @param {number} page
     * @param {string} text
     */
    show(page, text) {
      current = page;
      position.textContent = text;
      first.disabled = before.disabled = page === 0;
      after.disabled = last.disabled = page === pages - 1;
    },
  };
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {string} [text]
 */
function elementOf(name, className, text = '') {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}
