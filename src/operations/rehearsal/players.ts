import type { Knex } from 'knex';
import { type CandidateRecord, getCandidate } from '../../domain/candidates/candidate.repository';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { createFirstSecret, storeFirstSecret } from '../../domain/credentials/first-secret';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CandidateFacts } from '../../rules/pack/rule-pack';
import type { SeenPage, VirtualBrowser } from './virtual-browser';

/** What somebody does in a round beside filing at its opening. */
type Part = 'files' | 'modifies' | 'givesUp' | 'comesLate' | 'tooLate';

/** A virtual candidate, with what they know and were told. */
export interface Player {
  readonly candidate: CandidateRecord;
  readonly facts: CandidateFacts;
  readonly part: Part;
  /** Their place among the players. */
  readonly index: number;
  readonly address: string;
  readonly firstSecret: string;
  readonly password: string;
  readonly phrase: string;
  /** Null before the first sign-in. */
  browser: VirtualBrowser | null;
  /** By batch, the 校验值 that the last save showed them. */
  readonly told: Map<string, string>;
  readonly givenUp: Set<string>;
  saves: number;
  /** Forms that were opened before the end, by batch. */
  readonly opened: Map<string, SeenPage>;
}

/** Of every ten. */
const PARTS: readonly Part[] = [
  ...(['files', 'modifies', 'files', 'givesUp', 'modifies'] as const),
  ...(['comesLate', 'files', 'modifies', 'tooLate', 'files'] as const),
];
const SYLLABLES = [...'春夏秋冬山川江河日月星辰风云雨雪'];
const PHRASE_LENGTH = 6;

interface Casting {
  readonly count: number;
  /** Candidate kinds for whom a round is held. */
  readonly kinds: readonly string[];
  /** For which the secret of a letter serves. */
  readonly days: number;
}

/** So many of the generated people, county by county, each with the secret of a letter. */
export async function takePlayers(
  db: Knex,
  cipher: Cipher,
  { count, kinds, days }: Casting,
): Promise<readonly Player[]> {
  const ids: readonly number[] = await db('candidates')
    .whereIn('kind', kinds)
    .orderBy(['county_code', 'school_code', 'id'])
    .limit(count)
    .pluck('id');
  const players: Player[] = [];
  for (const [index, id] of ids.entries()) {
    const candidate = await getCandidate(db, Number(id));
    const firstSecret = createFirstSecret();
    await storeFirstSecret(db, cipher, { candidateId: candidate.id, text: firstSecret, days });
    players.push({
      ...{ candidate, index, firstSecret },
      facts: toFacts(candidate),
      part: PARTS[index % PARTS.length] ?? 'files',
      address: `10.${1 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
      password: `Qm#${createFirstSecret().toLowerCase().replace('-', '')}7`,
      phrase: phraseOf(index),
      ...{ browser: null, saves: 0 },
      ...{ told: new Map(), givenUp: new Set(), opened: new Map() },
    });
  }
  return players;
}

/** Six characters, no two alike, and as many phrases as there may be players. */
function phraseOf(index: number): string {
  const left = [...SYLLABLES];
  return Array.from({ length: PHRASE_LENGTH }, (_none, at) => {
    const place = Math.floor(index / SYLLABLES.length ** at) % left.length;
    return left.splice(place, 1).join('');
  }).join('');
}
