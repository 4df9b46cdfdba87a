import { type DocumentKind, normaliseDocument } from '../identity/identity-document';
import { normalisePersonName } from '../identity/person-name';

/** A person, by document and name. */
export interface NamedPerson {
  readonly documentKind: DocumentKind;
  readonly number: string;
  /** Whose passport it is, three letters; other documents need none. */
  readonly country?: string | null | undefined;
  readonly name: string;
}

/** One check by the phone app, as it was asked for. */
export interface LivenessCheck {
  readonly token: string;
  /** Four digits of the page, to be typed at the phone. */
  readonly matchCode: string;
  readonly claimed: NamedPerson;
  readonly expiresAt: Date;
}

/** What the phone app says of a check. */
export interface LivenessAnswer {
  /** The check that is answered. */
  readonly token: string;
  readonly passed: boolean;
  /** What was typed at the phone. */
  readonly typedCode: string;
  /** The person whose face it was; null where nobody was matched. */
  readonly matched: NamedPerson | null;
}

export type LivenessFault =
  | 'otherCheck'
  | 'expired'
  | 'notPassed'
  | 'otherPerson'
  | 'otherName'
  | 'wrongCode';

/**
 * Why an answer does not prove a claim; null: it does (P47). A face alone is not enough: whoever sends a victim the
 * QR code of an account of their own gets a face of the right person, so the code of the page is asked for too.
 *
 * Worked cases: 41010520010917123x of 秦 知远 is 41010520010917123X of 秦知远; the same number under another name is not;
 * the answer to another check of the same person is not.
 */
export function findLivenessFault(
  check: LivenessCheck,
  answer: LivenessAnswer,
  now: Date,
): LivenessFault | null {
  if (answer.token !== check.token) return 'otherCheck';
  if (check.expiresAt.getTime() <= now.getTime()) return 'expired';
  if (!answer.passed || answer.matched === null) return 'notPassed';
  if (!isSameNumber(check.claimed, answer.matched, now)) return 'otherPerson';
  if (normalisePersonName(answer.matched.name) !== normalisePersonName(check.claimed.name))
    return 'otherName';
  return answer.typedCode === check.matchCode ? null : 'wrongCode';
}

function isSameNumber(one: NamedPerson, other: NamedPerson, now: Date): boolean {
  const left = normaliseDocument(one.documentKind, one.number, { now, country: one.country });
  const right = normaliseDocument(other.documentKind, other.number, { now, country: other.country });
  return left !== null && right !== null && left.series === right.series && left.number === right.number;
}
