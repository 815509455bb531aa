/** Words that carry no meaning of their own anywhere in a sentence: they are read over. */
export const FILLERS: ReadonlySet<string> = new Set([
  'the', 'a', 'an', 'please', 'just', 'simply', 'then', 'my', 'also', 'always', 'currently', 'there', 'value', 'do', 'does',
]);

/** Inflections and spellings, each with the word or words that the grammar knows it by. */
const INFLECTIONS: Readonly<Record<string, readonly string[]>> = {
  is: ['are', 'was', 'were', 'be', 'been', 'being', 'gets', 'get', 'becomes', 'become', 'stays', 'stay', 'remains', 'remain', 'has', 'have'],
  'is not': ["isn't", "aren't", "wasn't"],
  not: ["doesn't", "don't"],
  'it is': ["it's"],
  cross: ['crosses', 'crossed', 'crossing'],
  crossover: ['crossovers'],
  crossunder: ['crossunders'],
  break: ['breaks', 'broke', 'breaking', 'broken'],
  breakout: ['breakouts'],
  close: ['closes', 'closed', 'closing'],
  open: ['opens', 'opened', 'opening'],
  buy: ['buys', 'buying'],
  sell: ['sells', 'selling'],
  exit: ['exits', 'exiting'],
  enter: ['enters', 'entering'],
  go: ['goes', 'going'],
  move: ['moves', 'moved'],
  rise: ['rises', 'rose', 'rising', 'climbs', 'climb', 'climbing', 'increases', 'increase', 'increasing', 'gains'],
  fall: ['falls', 'fell', 'falling', 'drops', 'drop', 'dropped', 'dropping', 'dips', 'dip', 'dipped', 'decreases', 'decreasing', 'declines', 'declining', 'sinks'],
  turn: ['turns', 'turned', 'turning', 'flips', 'flip'],
  touch: ['touches', 'touched', 'touching', 'tags', 'hits', 'hit', 'reaches', 'reach'],
  bounce: ['bounces', 'bounced', 'bouncing', 'rebounds'],
  trade: ['trades', 'trading'],
  make: ['makes', 'made', 'making', 'sets', 'prints'],
  use: ['uses', 'using'],
  long: ['longs'],
  short: ['shorts', 'shorting'],
  position: ['positions'],
  bar: ['bars'],
  candle: ['candles', 'candlestick', 'candlesticks'],
  period: ['periods'],
  day: ['days'],
  band: ['bands'],
  high: ['highs'],
  low: ['lows'],
  profit: ['profits'],
  stop: ['stops'],
  spike: ['spikes', 'spiking'],
  surge: ['surges', 'surging'],
  confirm: ['confirms', 'confirmed', 'confirming'],
  equal: ['equals'],
  differ: ['differs'],
  stochastic: ['stochastics', 'stoch'],
  bollinger: ['bollingers'],
  average: ['averages', 'avg'],
  when: ['whenever', 'once'],
  zero: ['zeros'],
  risk: ['risks', 'risking', 'risked'],
  order: ['orders'],
  entry: ['entries'],
  atr: ['atrs'],
  annualized: ['annualised', 'annualize'],
  add: ['adds', 'adding', 'added'],
  pyramid: ['pyramids', 'pyramiding'],
  scale: ['scales', 'scaling', 'scaled'],
  allow: ['allows', 'allowing'],
  expire: ['expires', 'expiring'],
  cancel: ['cancels', 'cancelled', 'canceled'],
  target: ['targets', 'targeting'],
};

/** Numbers that are written as words. */
export const NUMBER_WORDS: Readonly<Record<string, number>> = {
  zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  fifteen: 15, twenty: 20, thirty: 30, fifty: 50, hundred: 100,
};

/** Every spelling with the known words that it stands for. */
export const LEMMAS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(INFLECTIONS).flatMap(([lemma, spellings]) => spellings.map((spelling) => [spelling, lemma.split(' ')])),
);
