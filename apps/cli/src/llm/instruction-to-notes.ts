/** What quotes a symbol on Binance. */
const QUOTES = /(?:USDT|USDC|FDUSD|BUSD|TUSD|USD|EUR|TRY|BTC|ETH|BNB)$/;

/** An instruction reaches a masked model as it is: it must not say what the masking hides. */
export function instructionToNotes(instruction: string, symbol: string): string[] {
  const base = symbol.replace(/_.*$/, '').replace(QUOTES, '') || symbol;
  const named = instruction.match(new RegExp(`\\b(?:${[symbol, base].map(escaped).join('|')})\\b`, 'i'));
  const year = instruction.match(/\b(?:19|20)\d\d\b/);
  const said = [named, year].flatMap((match) => (match ? [`"${match[0]}"`] : []));
  return said.length === 0 ? [] : [`The instruction says ${said.join(' and ')}, to a masked model too: it can tell by that what it sees.`];
}

const escaped = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, '\\$&');
