import type { Knex } from 'knex';
import type { Adapter, Payload } from 'oidc-provider';
import { wallClock } from '../../infrastructure/clock';
import type { Cipher } from '../../infrastructure/security/cipher';
import {
  consumeRecord,
  deleteGrant,
  deleteRecord,
  deleteWholeGrant,
  type FoundRecord,
  findRecord,
  findSessionRecord,
  hashRecordId,
  putRecord,
} from './oidc-record.repository';
import { recordPlatformSessions } from './platform-session.repository';
import { findVisit } from './provider-visit';

interface AdapterParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  /** What the provider is to know of a client; null for none. */
  readonly findClient: (code: string) => Promise<Payload | null>;
  /** The refusal of what was used before. */
  readonly refuseUsed: () => Error;
}

const contextOf = ({ model, idHash }: Pick<FoundRecord, 'model' | 'idHash'>) => ({
  column: 'oidc_records.payload',
  row: `${model}|${idHash.toString('hex')}`,
});
const DAY_SECONDS = 24 * 3600;

/**
 * Keeps what the provider keeps in PostgreSQL, for all processes and over restarts. Everything that is issued hangs
 * on the session of the account at whose browser it began, and is not found any more once that has ended.
 */
export function createOidcAdapter({ db, cipher, findClient, refuseUsed }: AdapterParts) {
  const open = ({ payloadCipher, consumedAt, ...place }: FoundRecord): Payload => ({
    ...JSON.parse(cipher.decrypt(payloadCipher, contextOf(place))),
    ...(consumedAt === null ? {} : { consumed: Math.floor(consumedAt.getTime() / 1000) }),
  });

  /** The account's session that a record hangs on: that of the browser, or that of the provider's session. */
  async function findOwner(payload: Payload): Promise<number | null> {
    if (typeof payload.accountId !== 'string') return null;
    const account = findVisit()?.account ?? null;
    if (account !== null) return account.subject === payload.accountId ? account.sessionId : null;
    const { sessionUid } = payload;
    if (typeof sessionUid !== 'string') return null;
    return (await findSessionRecord(db, hashRecordId('uid', sessionUid)))?.accountSessionId ?? null;
  }

  /** @throws Error for what would hang on nobody's session. */
  async function getOwner(model: string, payload: Payload): Promise<number | null> {
    if (model === 'Interaction') return null;
    const owner = await findOwner(payload);
    if (owner === null && typeof payload.accountId === 'string')
      throw new Error(`a ${model} of nobody who is signed in`);
    return owner;
  }

  return (model: string): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const accountSessionId = await getOwner(model, payload);
      const place = { model, idHash: hashRecordId(model, id) };
      await putRecord(db, {
        ...place,
        payloadCipher: cipher.encrypt(JSON.stringify(payload), contextOf(place)),
        uidHash: model === 'Session' ? hashText('uid', payload.uid) : null,
        grantHash: hashText('Grant', payload.grantId),
        platformCode: typeof payload.clientId === 'string' ? payload.clientId : null,
        accountSessionId,
        expiresAt: new Date(wallClock() + (expiresIn ?? DAY_SECONDS) * 1000),
      });
      if (model === 'Session' && accountSessionId !== null)
        await recordPlatformSessions(db, accountSessionId, String(payload.accountId), listSids(payload));
    },

    async find(id) {
      if (model === 'Client') return (await findClient(id)) ?? undefined;
      const record = await findRecord(db, model, hashRecordId(model, id));
      if (record === null) return undefined;
      // A browser whose account signed out, or where another signed in, has no session here, whatever its cookies say.
      if (model === 'Session' && record.accountSessionId !== null) {
        if (record.accountSessionId !== findVisit()?.account?.sessionId) return undefined;
      }
      return open(record);
    },

    async findByUid(uid) {
      const record = await findSessionRecord(db, hashRecordId('uid', uid));
      return record === null ? undefined : open(record);
    },

    findByUserCode: async () => undefined,

    async consume(id) {
      if ((await consumeRecord(db, model, hashRecordId(model, id))) === 1) return;
      // Used twice at the same instant: what the first use is given is worth nothing, as where the second comes later.
      const record = await findRecord(db, model, hashRecordId(model, id));
      const grantId = record === null ? undefined : open(record).grantId;
      if (typeof grantId === 'string') await deleteWholeGrant(db, hashRecordId('Grant', grantId));
      throw refuseUsed();
    },

    destroy: (id) => deleteRecord(db, model, hashRecordId(model, id)),

    revokeByGrantId: (grantId) => deleteGrant(db, hashRecordId('Grant', grantId)),
  });
}

function hashText(kind: string, id: unknown): Buffer | null {
  return typeof id === 'string' ? hashRecordId(kind, id) : null;
}

/** The sid by which each platform knows a session of the provider. */
function listSids({ authorizations }: Payload): Record<string, string> {
  const found: Record<string, string> = {};
  const entries = Object.entries((authorizations ?? {}) as Record<string, { readonly sid?: unknown }>);
  for (const [code, { sid }] of entries) if (typeof sid === 'string') found[code] = sid;
  return found;
}
