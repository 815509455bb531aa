import { createHash } from 'node:crypto';
import { type SellMeaning, type SignalsModel, type SignalSource, type SignalTimestamps, WickError } from '@wick/core';
import { bytesToLines } from './bytes-to-lines.ts';
import { createRowReader } from './line-to-row.ts';
import { type DecisionCounts, SignalBoard } from './rows-to-signals.ts';
import { lineError } from './signal-row.ts';
import { requireSameSeries, type SignalsHeader } from './signals-header.ts';

export interface OutsideSignalsOptions {
  /** What the manifest calls it: the name of a file, without its folder. */
  readonly name: string;
  /** The bytes of the CSV or NDJSON, from the beginning each time. */
  readonly read: () => AsyncIterable<Uint8Array>;
  /** Which bar a timestamp names; default `open`, which never looks ahead. See core's `SIGNAL_TIMESTAMPS`. */
  readonly timestamps?: SignalTimestamps;
  /** Rows below it are dropped and counted; from 0 to 1. Without it every row counts, also one without a confidence. */
  readonly minConfidence?: number;
  /** Default `exit`: SELL closes a long position and opens nothing. */
  readonly sell?: SellMeaning;
}

/**
 * Signals that another program wrote down: rows of `timestamp, action BUY|SELL|HOLD, confidence`, as CSV or NDJSON.
 *
 * BUY opens a long position and closes a short one. Timestamps must be those of bars, exactly; what fits nowhere, is
 * said twice or contradicts itself is counted in the origin. Memory grows with the frame, not with the file.
 * A file of `wick signals` also says which model decided and what it may have known; its decisions without a signal are
 * counted by reason.
 *
 * @throws WickError OPTION_INVALID; reading throws SIGNALS_INVALID for a line that is no signal, and for no signals at all
 */
export function createOutsideSignals(options: OutsideSignalsOptions): SignalSource {
  const { name, read, timestamps = 'open', minConfidence, sell = 'exit' } = options;
  if (minConfidence !== undefined && !(minConfidence >= 0 && minConfidence <= 1)) throw noConfidence(minConfidence);
  return {
    name,
    async signals(frame, { signal } = {}) {
      const hash = createHash('sha256');
      const board = new SignalBoard(frame, timestamps, minConfidence ?? 0);
      let header: SignalsHeader | undefined;
      const toRow = createRowReader((read) => {
        header = read;
        requireSameSeries(read, frame, name);
        if (timestamps === 'close') throw labelledByOpens(name);
      });
      for await (const line of bytesToLines(hashed(read(), hash, signal))) {
        const row = toRow(line);
        if (!row) continue;
        if (minConfidence !== undefined && row.action !== 'NONE' && Number.isNaN(row.confidence)) {
          throw lineError(line.number, 'it has no confidence, and a least confidence is asked for', 'Give every row a confidence, or leave the threshold out.');
        }
        board.add(row);
      }
      const { signals, counts } = board.finish(sell);
      if (counts.rows === 0) throw noRows(name);
      if (header && header.decisions !== counts.rows) throw cutOff(name, header.decisions, counts.rows);
      const origin = {
        source: name, sha256: hash.digest('hex'), timestamps, sell, minConfidence: minConfidence ?? null, ...counts,
        ...(header && { model: modelOf(header, board.decided) }),
      };
      return { signals, origin };
    },
  };
}

function modelOf({ provider, modelAsked, modelsAnswered, knowledgeCutOff, settings }: SignalsHeader, { inSample, ...decided }: DecisionCounts): SignalsModel {
  const { masked, instruction, every } = settings;
  return {
    provider, modelAsked, modelsAnswered, knowledgeCutOff, masked, instruction, every,
    ...decided, inSample: knowledgeCutOff === null ? null : inSample,
  };
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: { update(chunk: Uint8Array): unknown }, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    hash.update(chunk);
    yield chunk;
  }
}

const noConfidence = (value: number): WickError =>
  new WickError('OPTION_INVALID', `A least confidence of ${value} means nothing.`, {
    remedy: 'Give a number from 0 to 1, such as 0.6.',
    details: { option: 'minConfidence' },
  });

const noRows = (name: string): WickError =>
  new WickError('SIGNALS_INVALID', `There is no signal in "${name}".`, {
    remedy: 'Write one row a signal: timestamp, BUY, SELL or HOLD, and a confidence from 0 to 1.',
  });

const labelledByOpens = (name: string): WickError =>
  new WickError('OPTION_INVALID', `The timestamps in "${name}" are opening times, so taking them for the ends of bars would look ahead.`, {
    remedy: 'Leave --timestamps out: "wick signals" writes the opening time of the last candle that the model saw.',
    details: { option: 'timestamps' },
  });

const cutOff = (name: string, told: number, read: number): WickError =>
  new WickError('SIGNALS_INVALID', `"${name}" says that it holds ${told} decisions, and has ${read}.`, {
    remedy: 'Run "wick signals" again: what was answered before is replayed and costs nothing.',
    details: { decisions: told, rows: read },
  });
