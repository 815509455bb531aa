import type { ArchiveStyle } from './archive-csv.ts';

/** What a test does to the files whose key contains `where`. Each returns what undoes it. */
export interface ArchiveChanges {
  /**
   * They have other content, with checksums that fit: truncated days, duplicate rows, corrections. Published at `atMs`, or
   * now unless told; 0 for content that the first edition has already.
   */
  revise(where: string, revise: (csv: string) => string, atMs?: number): () => void;
  /** They are published that much later than usual. */
  delay(where: string, byMs: number): () => void;
  /** They have no `.CHECKSUM` beside them. */
  omitChecksum(where: string): () => void;
  /** They are written in another style than Binance's of that market and day. */
  restyle(where: string, style: Partial<ArchiveStyle>): () => void;
}

interface Change {
  readonly where: string;
  readonly revise?: (csv: string) => string;
  readonly revisedAtMs?: number;
  readonly delayMs?: number;
  readonly omitChecksum?: boolean;
  readonly style?: Partial<ArchiveStyle>;
}

/** The changes that are in force, in the order in which they were made. */
export class ChangeList implements ArchiveChanges {
  readonly #nowMs: () => number;
  readonly #changes: Change[] = [];
  /** Another number with every change. */
  revision = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  of(key: string): readonly Change[] {
    return this.#changes.filter(({ where }) => key.includes(where));
  }

  revise(where: string, revise: (csv: string) => string, atMs: number = this.#nowMs()): () => void {
    return this.#add({ where, revise, revisedAtMs: atMs });
  }

  delay(where: string, delayMs: number): () => void {
    return this.#add({ where, delayMs });
  }

  omitChecksum(where: string): () => void {
    return this.#add({ where, omitChecksum: true });
  }

  restyle(where: string, style: Partial<ArchiveStyle>): () => void {
    return this.#add({ where, style });
  }

  #add(change: Change): () => void {
    this.revision++;
    this.#changes.push(change);
    return () => {
      this.revision++;
      this.#changes.splice(this.#changes.indexOf(change), 1);
    };
  }
}
