/*
 * Whether what many clients were told at once could have been told to them one at a time (linearisability, by the
 * search of Wing and Gong with Lowe's memory of what was tried). A call whose answer nobody got may have been done at
 * any moment behind its beginning, or never.
 */

/** What one thing at a time does. */
export interface Model<State, Question> {
  readonly begin: State;
  answer(state: State, question: Question): { readonly answer: string; readonly state: State };
  /** Tells states apart. */
  keyOf(state: State): string;
  /** Whether what was seen at the end may still come of a state; saves looking further. */
  mayEnd(state: State): boolean;
}

/** One question of a client. */
export interface Call<Question> {
  readonly question: Question;
  /** Null: the line broke, or the answer says nothing. */
  readonly answer: string | null;
  /** When it was sent, in milliseconds of one clock. */
  readonly from: number;
  /** When the answer was there; of no meaning where there is none. */
  readonly to: number;
}

/** Why a history cannot be explained: the furthest that one at a time comes, and what it would have said instead. */
export interface Violation<Question> {
  readonly explained: number;
  readonly open: readonly (Call<Question> & { readonly instead: string })[];
}

/** Looks for an order that explains every answer. @returns null where there is one */
export function findViolation<State, Question>(
  model: Model<State, Question>,
  calls: readonly Call<Question>[],
): Violation<Question> | null {
  const sorted = calls.toSorted((one, other) => one.from - other.from);
  const tried = new Set<string>();
  let furthest: Violation<Question> = { explained: -1, open: [] };

  const endOf = ({ answer, to }: Call<Question>) => (answer === null ? Number.POSITIVE_INFINITY : to);

  /** Calls that may come next: none that has begun behind the end of another which is not placed yet. */
  function listNext(placed: ReadonlySet<number>): readonly number[] {
    let earliestEnd = Number.POSITIVE_INFINITY;
    const next: number[] = [];
    for (const [at, call] of sorted.entries()) {
      if (placed.has(at)) continue;
      if (call.from > earliestEnd) break;
      next.push(at);
      earliestEnd = Math.min(earliestEnd, endOf(call));
    }
    return next.filter((at) => (sorted[at]?.from ?? 0) <= earliestEnd);
  }

  function explain(state: State, before: ReadonlySet<number>): boolean {
    const placed = new Set(before);
    const next = placeIdle(state, placed);
    const waiting = sorted.filter(({ answer }, at) => answer !== null && !placed.has(at));
    if (waiting.length === 0) return true;
    const key = `${model.keyOf(state)} ${[...placed].toSorted((one, other) => one - other).join(',')}`;
    if (tried.has(key)) return false;
    tried.add(key);
    remember(state, placed, next);
    return next.some((at) => {
      const call = sorted[at] as Call<Question>;
      const said = model.answer(state, call.question);
      const changes = model.keyOf(said.state) !== model.keyOf(state);
      if (!changes || (call.answer !== null && call.answer !== said.answer)) return false;
      return model.mayEnd(said.state) && explain(said.state, new Set([...placed, at]));
    });
  }

  /** An answer that fits and changes nothing is best given at once: that keeps nobody back. */
  function placeIdle(state: State, placed: Set<number>): readonly number[] {
    for (;;) {
      const next = listNext(placed);
      const idle = next.filter((at) => {
        const { question, answer } = sorted[at] as Call<Question>;
        const said = model.answer(state, question);
        return answer === said.answer && model.keyOf(said.state) === model.keyOf(state);
      });
      if (idle.length === 0) return next;
      for (const at of idle) placed.add(at);
    }
  }

  function remember(state: State, placed: ReadonlySet<number>, next: readonly number[]): void {
    if (placed.size <= furthest.explained) return;
    const open = next.map((at) => {
      const call = sorted[at] as Call<Question>;
      return { ...call, instead: model.answer(state, call.question).answer };
    });
    furthest = { explained: placed.size, open };
  }

  return explain(model.begin, new Set()) ? null : furthest;
}
