/** How far a long piece of work is. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  /** undefined where it is not known yet. */
  readonly total?: number;
  /** What is counted: `candles`, `bytes`. */
  readonly unit: string;
  /** What else there is to say, in the place of the time that is left. */
  readonly note?: string;
}

export type ProgressListener = (progress: Progress) => void;
