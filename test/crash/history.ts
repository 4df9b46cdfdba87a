import type { Knex } from 'knex';
import { hashBody, hashComparison } from '../../src/domain/choice-lists/canonical-body';
import { answers, createFilingModel, endsWith, type Question } from './filing-model';
import { type Call, findViolation, type Violation } from './linear';

/** What a client asked and was told, in the words of the pages: 校验值, and what confirms a comparison. */
export type Sent =
  | {
      readonly kind: 'save';
      readonly token: string;
      readonly list: number;
      /** '' where nothing was confirmed. */
      readonly confirmed: string;
    }
  | { readonly kind: 'browse' };

export type Told =
  | { readonly kind: 'saved' | 'tokenReused' | 'usedUp' | 'shows nothing' }
  | { readonly kind: 'unconfirmed'; readonly confirms: string }
  | { readonly kind: 'shows'; readonly checkValue: string };

export interface Exchange {
  readonly sent: Sent;
  /** Null: no answer, or none that tells whether it was done. */
  readonly told: Told | null;
  readonly from: number;
  readonly to: number;
}

/** All that was done with the list of one candidate in one group. */
export interface History {
  readonly candidate: number;
  readonly exchanges: Exchange[];
}

interface KeptVersion {
  readonly candidate_id: number;
  readonly canonical_body: string;
  readonly hash: Buffer;
}

/** A list that nobody sent, or that there never was. */
const UNKNOWN = -1;

/**
 * Compares every history with what one request at a time would have been told.
 * @param bodies the texts of the lists, as they are stored
 */
export async function checkHistories(
  db: Knex,
  histories: readonly History[],
  bodies: readonly string[],
  maxSaves: number,
): Promise<readonly (Violation<Question> & { readonly candidate: number })[]> {
  const kept: readonly KeptVersion[] = await db('application_versions')
    .select('candidate_id', 'canonical_body', 'hash')
    .orderBy('candidate_id')
    .orderBy('ordinal')
    .orderBy('id');
  const byCandidate = new Map<number, KeptVersion[]>();
  for (const one of kept)
    byCandidate.set(one.candidate_id, [...(byCandidate.get(one.candidate_id) ?? []), one]);
  const listOf = new Map(bodies.map((body, list) => [body, list]));
  const hashes = bodies.map(hashBody);
  return histories.flatMap(({ candidate, exchanges }) => {
    const versions = (byCandidate.get(candidate) ?? []).map(({ canonical_body, hash }) => ({
      list: listOf.get(canonical_body) ?? UNKNOWN,
      hash,
    }));
    const calls = exchanges.map((exchange) => translate(exchange, versions, hashes));
    const end = versions.map(({ list }) => list);
    const violation = findViolation(createFilingModel(maxSaves, end), [...calls, endsWith(end, calls)]);
    return violation === null ? [] : [{ candidate, ...violation }];
  });
}

type Version = { readonly list: number; readonly hash: Buffer };

function translate(
  { sent, told, from, to }: Exchange,
  versions: readonly Version[],
  hashes: readonly Buffer[],
): Call<Question> {
  /** Behind which list a comparison was made. */
  const findSeen = (list: number, confirms: string) =>
    versions.find(({ hash }) => hashComparison(hashes[list] ?? Buffer.alloc(0), { hash }, []) === confirms)
      ?.list ?? UNKNOWN;
  const question: Question =
    sent.kind === 'browse'
      ? sent
      : {
          kind: 'save',
          token: sent.token,
          list: sent.list,
          seen: sent.confirmed === '' ? null : findSeen(sent.list, sent.confirmed),
        };
  return { question, answer: told === null ? null : say(told), from, to };

  function say(heard: Told): string {
    switch (heard.kind) {
      case 'unconfirmed':
        return answers.unconfirmed(sent.kind === 'save' ? findSeen(sent.list, heard.confirms) : UNKNOWN);
      case 'shows nothing':
        return answers.shows(null);
      case 'shows':
        return answers.shows(
          versions.find(({ hash }) => hash.toString('hex') === heard.checkValue)?.list ?? UNKNOWN,
        );
      default:
        return answers[heard.kind];
    }
  }
}
