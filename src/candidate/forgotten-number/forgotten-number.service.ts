import type { Knex } from 'knex';
import { auditCandidate } from '../../domain/candidates/audit-candidate';
import { findIdentityByIndex, type IdentityRecord } from '../../domain/candidates/candidate.repository';
import { indexIdentityNumber } from '../../domain/candidates/sealed-values';
import { type Contact, findContact, insertOutboxMessage } from '../../domain/messages/outbox.repository';
import { sealText } from '../../domain/messages/sealed-message';
import type { VisitorCheck, VisitorCode, VisitorResult } from '../../domain/picture-code/visitor-check';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Origin } from '../../infrastructure/origin';
import { type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { padResponseTime } from '../../infrastructure/security/pad-response-time';
import { normalisePersonName } from '../../rules/identity/person-name';
import type { PersonFacts } from '../picture-code/facts.form';
import { inventNumber } from './decoy';
import { presentNumberText } from './number.presenter';

interface PersonRequest {
  readonly facts: PersonFacts;
  readonly origin: Origin;
}

/** A 考生号 to be shown masked: the candidate's, or an invented one where it is not to be seen. */
export interface NumberFound {
  readonly candidateNumber: string;
}

interface ForgottenNumberParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly visitors: VisitorCheck;
  /** Keys the numbers that are invented; 32 bytes. */
  readonly keyed: (text: string) => Buffer;
}

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 500;

/** What all the steps work with. */
type Parts = ForgottenNumberParts & WithAdmissions;

/** 忘记考生号. */
export function createForgottenNumberService(given: ForgottenNumberParts) {
  const parts = withAdmissions(given);
  return bindParts(parts, { findNumber, sendMessage });
}

export type ForgottenNumberService = ReturnType<typeof createForgottenNumberService>;

/** Sends the 考生号 to what is bound, else gives it to be shown; the same answer after the same time for everybody. */
const findNumber = (
  parts: Parts,
  request: PersonRequest & { readonly code: VisitorCode },
): Promise<VisitorResult<NumberFound>> => padResponseTime(EVEN_MS, () => find(parts, request));

/** A code to the bound phone in place of the picture. */
const sendMessage = (
  parts: Parts,
  request: PersonRequest & { readonly journey: string },
): ReturnType<VisitorCheck['sendMessage']> =>
  parts.visitors.sendMessage({ ...searchOf(parts, request), journey: request.journey });

function searchOf(parts: Parts, { facts, origin }: PersonRequest) {
  const { cipher, db } = parts;
  const index = indexIdentityNumber(cipher, facts.identityNumber);
  return {
    key: index.toString('base64url'),
    origin,
    find: () => findIdentityByIndex(db, index),
    fits: ({ name }: IdentityRecord) => normalisePersonName(name) === facts.name,
  };
}

async function send(parts: Parts, person: IdentityRecord, contact: Contact, origin: Origin): Promise<void> {
  const { admissions, db, cipher } = parts;
  if ((await admissions.spend('sendNumber', { subject: person.id, origin })).until !== null) return;
  const text = presentNumberText(person.candidateNumber);
  await db.transaction(async (transaction) => {
    await insertOutboxMessage(transaction, {
      candidateId: person.id,
      kind: 'candidateNumber',
      ...contact,
      textCipher: sealText(cipher, text, { candidateId: person.id, accountId: null }),
      atMostOnce: false,
      lifeSeconds: null,
    });
    await auditCandidate(transaction, person.id, origin, 'findCandidateNumber');
  });
}

async function find(
  parts: Parts,
  request: PersonRequest & { readonly code: VisitorCode },
): Promise<VisitorResult<NumberFound>> {
  const { visitors, db } = parts;
  const { facts, origin, code } = request;
  const result = await visitors.identify({ ...searchOf(parts, request), code });
  const invented = { candidateNumber: await inventNumber(db, parts.keyed, facts) };
  // Only who holds the phone has a right code of it: there is nothing to hide from anybody else.
  if (result.outcome === 'unknown') {
    return code.by === 'message' ? result : { outcome: 'found', person: invented };
  }
  if (result.outcome !== 'found') return result;
  const contact = await findContact(db, result.person.id);
  if (contact === null) return result;
  await send(parts, result.person, contact, origin);
  return { outcome: 'found', person: invented };
}
