/** They say nothing wherever they stand. */
const DECORATION = /(?:[🚀🔥💰💎⭐✨💡📊🤖👉💪🎉✅]\uFE0F?)+/uy;
/** Others only mark what a word behind them says as well; a cross or a stop sign may turn it round. */
const LABEL = /(?:(?![❌⛔🚫🔄🔃↩])\p{Extended_Pictographic}\uFE0F?)+(?=\s*(?:entry|exit|buy|sell|stop|sl|tp|target|take|long|short|cover|risk|size)\b)/iuy;

/** Length of the pictures at a place that carry no meaning of their own, such as `🎯 TP`. */
export function decorationAt(text: string, offset: number): number {
  if (text.charCodeAt(offset) < 0x2000) return 0;
  for (const pattern of [DECORATION, LABEL]) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match) return match[0].length;
  }
  return 0;
}
