import type { Call, Model } from './linear';

/*
 * The filings of one candidate in one group, as if one request came at a time. Written from the manual and the texts of
 * the pages, without a line of the application.
 */

/** A list has a number of its own in the history of a candidate. */
export type Question =
  /** `seen`: the list in force when its owner confirmed the changes; null: none was confirmed. */
  | { readonly kind: 'save'; readonly token: string; readonly list: number; readonly seen: number | null }
  | { readonly kind: 'browse' }
  /** What stands in the database when all is over: the lists, in their order. */
  | { readonly kind: 'end' };

interface Saved {
  readonly token: string;
  readonly list: number;
}

type State = readonly Saved[];

export const answers = {
  saved: 'saved',
  tokenReused: 'token reused',
  usedUp: 'used up',
  unconfirmed: (inForce: number | null) => `asks to confirm behind ${inForce ?? 'none'}`,
  shows: (inForce: number | null) => `shows ${inForce ?? 'none'}`,
  end: (lists: readonly number[]) => `ends with ${lists.join(',')}`,
} as const;

/** @param lists that were found at the end */
export function createFilingModel(maxSaves: number, lists: readonly number[]): Model<State, Question> {
  return {
    begin: [],
    answer: (state, question) => answerOne(maxSaves, state, question),
    keyOf: (state) => state.map(({ token, list }) => `${token}:${list}`).join(' '),
    mayEnd: (state) => state.every(({ list }, at) => lists[at] === list),
  };
}

function answerOne(maxSaves: number, state: State, question: Question) {
  const inForce = state.at(-1)?.list ?? null;
  const same = (answer: string) => ({ answer, state });
  if (question.kind === 'browse') return same(answers.shows(inForce));
  if (question.kind === 'end') return same(answers.end(state.map(({ list }) => list)));
  const { token, list, seen } = question;
  const earlier = state.find((saved) => saved.token === token);
  if (earlier !== undefined) return same(earlier.list === list ? answers.saved : answers.tokenReused);
  if (state.length >= maxSaves) return same(answers.usedUp);
  if (inForce !== null && seen !== inForce) return same(answers.unconfirmed(inForce));
  return { answer: answers.saved, state: [...state, { token, list }] };
}

/** The last call of a history: what was found behind all others. */
export function endsWith(lists: readonly number[], calls: readonly Call<Question>[]): Call<Question> {
  const behind = 1 + Math.max(0, ...calls.map(({ from, to }) => Math.max(from, to)));
  return { question: { kind: 'end' }, answer: answers.end(lists), from: behind, to: behind };
}
