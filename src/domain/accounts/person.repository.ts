import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Cipher } from '../../infrastructure/security/cipher';
import { everyHash } from '../../infrastructure/security/keyed-hash';
import type { DocumentKind, DocumentNumber } from '../../rules/identity/identity-document';
import { indexIdentity, sealIdentity } from './sealed';

/** One real person, whatever accounts there are. */
export interface Person {
  readonly id: number;
  /** The uuid by which every platform knows the person. */
  readonly subject: string;
  readonly name: string;
}

const columns = { id: 'id', subject: 'subject', name: 'name' } as const;

/** The person of a number, made where there was none, and locked: whoever owns the number is settled in turns. */
export async function lockPersonOf(
  transaction: Knex.Transaction,
  cipher: Cipher,
  claim: { readonly document: DocumentNumber; readonly documentKind: DocumentKind; readonly name: string },
): Promise<Person> {
  // Under another key of the ring there is nothing that the unique index would stop.
  const there = await findPersonForUpdate(transaction, indexIdentity(cipher, claim.document));
  if (there !== null) return there;
  const subject = randomUUID();
  const identity = sealIdentity(cipher, claim.document, subject);
  await transaction('persons')
    .insert({
      subject,
      document_kind: claim.documentKind,
      identity_index: identity.index,
      identity_cipher: identity.cipher,
      name: claim.name,
    })
    .onConflict('identity_index')
    .ignore();
  const row = await transaction('persons')
    .where({ identity_index: identity.index })
    .forUpdate()
    .first(columns);
  if (row === undefined) throw new Error('a person that was just written is not there');
  return row;
}

/** The person of a number, locked; null where nobody has it. */
export async function findPersonForUpdate(
  transaction: Knex.Transaction,
  identityIndex: Buffer,
): Promise<Person | null> {
  const row = await transaction('persons')
    .whereIn('identity_index', everyHash(identityIndex))
    .forUpdate()
    .first(columns);
  return row ?? null;
}

/** The person of a number; null where nobody has it. */
export async function findPersonOfNumber(db: Knex, identityIndex: Buffer): Promise<Person | null> {
  return (await db('persons').whereIn('identity_index', everyHash(identityIndex)).first(columns)) ?? null;
}

/** Sets the name that the phone app has seen, or that two reviewers have read: whoever came first may have typed another. */
export async function correctPersonName(transaction: Knex, id: number, name: string): Promise<void> {
  await transaction('persons').where({ id }).update({ name });
}

export async function findPerson(db: Knex, id: number): Promise<Person | null> {
  return (await db('persons').where({ id }).first(columns)) ?? null;
}

/** The account that works for a person now. */
export interface OwningAccount {
  readonly accountId: number;
  readonly subject: string;
  readonly name: string;
  readonly identityIndex: Buffer;
  readonly identityCipher: Buffer;
}

/** The account by which a person signs in to platforms; null where there is none, or it is suspended. */
export async function findActiveAccount(db: Knex, subject: string): Promise<OwningAccount | null> {
  const row = await db('persons')
    .join('accounts', 'accounts.person_id', 'persons.id')
    .where({ 'persons.subject': subject, 'accounts.status': 'active' })
    .first({
      accountId: 'accounts.id',
      subject: 'persons.subject',
      name: 'accounts.name',
      identityIndex: 'persons.identity_index',
      identityCipher: 'persons.identity_cipher',
    });
  return row ?? null;
}
