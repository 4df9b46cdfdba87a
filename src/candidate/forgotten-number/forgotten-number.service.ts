import type { Knex } from 'knex';
import { insertAuditEntry } from '../../domain/audit/audit.repository';
import { findIdentityByIndex, type IdentityRecord } from '../../domain/candidates/candidate.repository';
import { indexIdentityNumber } from '../../domain/candidates/sealed-values';
import {
  type Contact,
  findContact,
  insertOutboxMessage,
  TEXT_CONTEXT,
} from '../../domain/messages/outbox.repository';
import type { VisitorCheck, VisitorCode, VisitorResult } from '../../domain/picture-code/visitor-check';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
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

export interface ForgottenNumberService {
  /** Sends the 考生号 to what is bound, else gives it to be shown; the same answer after the same time for everybody. */
  findNumber(request: PersonRequest & { readonly code: VisitorCode }): Promise<VisitorResult<NumberFound>>;
  /** A code to the bound phone in place of the picture. */
  sendMessage(request: PersonRequest & { readonly journey: string }): ReturnType<VisitorCheck['sendMessage']>;
}

interface ForgottenNumberParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly visitors: VisitorCheck;
  /** Keys the numbers that are invented; 32 bytes. */
  readonly key: Buffer;
}

/** Longer than all there is to do, in milliseconds. */
const EVEN_MS = 500;

/** 忘记考生号. */
export function createForgottenNumberService(parts: ForgottenNumberParts): ForgottenNumberService {
  const { db, cipher, visitors } = parts;
  const admissions = createAdmissions(db);

  function searchOf({ facts, origin }: PersonRequest) {
    const index = indexIdentityNumber(cipher, facts.identityNumber);
    return {
      key: index.toString('base64url'),
      origin,
      find: () => findIdentityByIndex(db, index),
      fits: ({ name }: IdentityRecord) => normalisePersonName(name) === facts.name,
    };
  }

  async function send(person: IdentityRecord, contact: Contact, origin: Origin): Promise<void> {
    if ((await admissions.spend('sendNumber', { subject: person.id, origin })).until !== null) return;
    const text = presentNumberText(person.candidateNumber);
    await db.transaction(async (transaction) => {
      await insertOutboxMessage(transaction, {
        candidateId: person.id,
        kind: 'candidateNumber',
        ...contact,
        textCipher: cipher.encrypt(text, TEXT_CONTEXT),
        atMostOnce: false,
        lifeSeconds: null,
      });
      await insertAuditEntry(transaction, {
        actorKind: 'candidate',
        actorId: String(person.id),
        action: 'findCandidateNumber',
        subjectKind: 'candidate',
        subjectId: String(person.id),
        origin,
      });
    });
  }

  async function find(
    request: PersonRequest & { readonly code: VisitorCode },
  ): Promise<VisitorResult<NumberFound>> {
    const { facts, origin, code } = request;
    const result = await visitors.identify({ ...searchOf(request), code });
    const invented = { candidateNumber: await inventNumber(db, parts.key, facts) };
    // Only who holds the phone has a right code of it: there is nothing to hide from anybody else.
    if (result.outcome === 'unknown') {
      return code.by === 'message' ? result : { outcome: 'found', person: invented };
    }
    if (result.outcome !== 'found') return result;
    const contact = await findContact(db, result.person.id);
    if (contact === null) return result;
    await send(result.person, contact, origin);
    return { outcome: 'found', person: invented };
  }

  return {
    findNumber: (request) => padResponseTime(EVEN_MS, () => find(request)),
    sendMessage: (request) => visitors.sendMessage({ ...searchOf(request), journey: request.journey }),
  };
}
