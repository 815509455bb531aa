/** One request that the simulator has seen. */
export interface SeenRequest {
  readonly atMs: number;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly weight: number;
  /** undefined while there is no answer, and for ever where a fault prevented it. */
  status: number | undefined;
}

const KEPT = 20_000;

/** What clients did, to assert on. Only the last 20,000 requests are kept; the counts are of all. */
export class RequestLog {
  readonly #requests: SeenRequest[] = [];
  count = 0;
  weight = 0;

  get all(): readonly SeenRequest[] {
    return this.#requests;
  }

  add(request: SeenRequest): void {
    this.count++;
    this.weight += request.weight;
    this.#requests.push(request);
    if (this.#requests.length > KEPT) this.#requests.splice(0, KEPT / 2);
  }
}
