/** Nobody reads the output any more, as after `wick … | head`: a reason to stop, and no failure. */
export class OutputClosed extends Error {
  constructor() {
    super('nobody reads the output any more');
    this.name = 'OutputClosed';
  }
}

/** Somebody asked the process to end. */
export class Stopped extends Error {
  /** Such as `SIGINT`. */
  readonly by: string;

  constructor(by: string) {
    super(`stopped by ${by}`);
    this.name = 'Stopped';
    this.by = by;
  }
}
