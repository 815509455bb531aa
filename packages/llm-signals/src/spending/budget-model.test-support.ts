import type { Outcome, Pass } from '../chat/gate.ts';
import { type Budget, createBudget } from './budget.ts';
import { ABORTED, failed, questionOf, replyOf, tokensAsUsd } from './outcomes.test-support.ts';

/** How a request ends. Some providers charge without saying so. */
export type Ending = 'reply' | 'silent reply' | 'free failure' | 'failure' | 'aborted';

interface Asked {
  readonly worst: number;
  readonly controller: AbortController;
  state: 'waits' | 'under way' | 'refused' | 'aborted' | 'over';
  pass?: Pass;
  /** What the provider charges in truth. */
  paid: number;
  /** What anybody can know of it when it is over. */
  known: number;
}

/** Micro-dollars, so that what is right is counted in whole numbers. */
const usd = (micro: number): number => micro / 1e6;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** A budget with its bookkeeping done once more, in the plainest way, and every promise of a budget that was broken on the way. */
export class BudgetModel {
  readonly problems: string[] = [];
  readonly #budget: Budget;
  readonly #max: number;
  readonly #before: number;
  readonly #all: Asked[] = [];
  readonly #admitted: number[] = [];

  constructor(max: number, before: number) {
    [this.#max, this.#before] = [max, before];
    this.#budget = createBudget({ maxUsd: usd(max), spentUsd: usd(before), worstUsd: ({ temperature }) => temperature, usdOf: tokensAsUsd });
  }

  get underWay(): number {
    return this.#in('under way').length;
  }

  get waiting(): number {
    return this.#in('waits').length;
  }

  async ask(worst: number): Promise<void> {
    const asked: Asked = { worst, controller: new AbortController(), state: 'waits', paid: worst, known: worst };
    const number = this.#all.push(asked);
    this.#budget.enter(questionOf(usd(worst)), asked.controller.signal).then(
      (pass) => {
        Object.assign(asked, { state: 'under way', pass });
        this.#admitted.push(number);
      },
      (error: unknown) => {
        asked.state = asked.controller.signal.aborted ? 'aborted' : 'refused';
        if (asked.state === 'refused' && this.#spent() + worst <= this.#max) this.problems.push('refused, although it might have fitted');
        if (asked.state === 'refused' && (error as { code?: string }).code !== 'BUDGET_EXHAUSTED') this.problems.push(String(error));
      },
    );
    await this.#check();
  }

  async abort(which: number): Promise<void> {
    const waiting = this.#in('waits');
    waiting[which % waiting.length]?.controller.abort();
    await this.#check();
  }

  async settle(which: number, ending: Ending, share: number): Promise<void> {
    const underWay = this.#in('under way');
    const asked = underWay[which % underWay.length];
    if (!asked) return;
    const paid = ending === 'free failure' ? 0 : Math.floor(asked.worst * share);
    const outcomes: Record<Ending, Outcome> = {
      reply: replyOf(usd(paid)), 'silent reply': replyOf(undefined), 'free failure': failed(false), failure: failed(true), aborted: ABORTED,
    };
    const isKnown = ending === 'reply' || ending === 'free failure';
    Object.assign(asked, { state: 'over', paid, known: isKnown ? paid : asked.worst });
    await asked.pass!.settle(outcomes[ending]);
    await this.#check();
  }

  #in(state: Asked['state']): Asked[] {
    return this.#all.filter((asked) => asked.state === state);
  }

  #spent(): number {
    return this.#before + sum(this.#in('over').map(({ known }) => known));
  }

  async #check(): Promise<void> {
    await turn();
    const [spent, reserved] = [this.#spent(), sum(this.#in('under way').map(({ worst }) => worst))];
    if (this.#budget.spentUsd !== usd(spent) || this.#budget.reservedUsd !== usd(reserved)) this.problems.push('it says something else');
    const paid = sum([...this.#in('over'), ...this.#in('under way')].map((asked) => asked.paid));
    if (paid > Math.max(0, this.#max - this.#before)) this.problems.push('more was paid than allowed');
    const [first] = this.#in('waits');
    if (first && spent + reserved + first.worst <= this.#max) this.problems.push('kept waiting, although it fits');
    if (first && reserved === 0) this.problems.push('kept waiting for nobody');
    if (this.#admitted.some((number, i) => i > 0 && number < this.#admitted[i - 1]!)) this.problems.push('overtaken');
  }
}
