import type { Knex } from 'knex';

/** Who is at one browser of one platform of the demo. */
interface StoredVisit {
  readonly idHash: Buffer;
  readonly platformCode: string;
  /** The provider's session; null before a sign-in. */
  readonly sid: string | null;
  readonly contentCipher: Buffer;
  readonly lifeSeconds: number;
}

/** Keeps a visit, and clears away those that are over. */
export async function putVisit(db: Knex, visit: StoredVisit): Promise<void> {
  await db('demo_platform_visits').whereRaw('expires_at < clock_timestamp()').delete();
  await db('demo_platform_visits').insert({
    id_hash: visit.idHash,
    platform_code: visit.platformCode,
    sid: visit.sid,
    content_cipher: visit.contentCipher,
    expires_at: db.raw('clock_timestamp() + make_interval(secs => ?)', [visit.lifeSeconds]),
  });
}

export async function findVisitContent(
  db: Knex,
  platformCode: string,
  idHash: Buffer,
): Promise<Buffer | null> {
  const row = await db('demo_platform_visits')
    .where({ platform_code: platformCode, id_hash: idHash })
    .whereRaw('expires_at > clock_timestamp()')
    .first('content_cipher');
  return row?.content_cipher ?? null;
}

export async function deleteVisit(db: Knex, idHash: Buffer): Promise<void> {
  await db('demo_platform_visits').where({ id_hash: idHash }).delete();
}

/** Ends what began with a session of the provider. */
export async function deleteVisitsOf(db: Knex, platformCode: string, sid: string): Promise<void> {
  await db('demo_platform_visits').where({ platform_code: platformCode, sid }).delete();
}

/** When something was done at a platform, by its code. */
export async function listMarks(db: Knex, subject: string): Promise<ReadonlyMap<string, Date>> {
  const rows = await db('demo_platform_marks')
    .where({ subject })
    .select({ code: 'platform_code', at: 'marked_at' });
  return new Map(rows.map(({ code, at }) => [code, at]));
}

/** Records that something was done; what was done before stays as it was. */
export async function insertMark(db: Knex, subject: string, platformCode: string): Promise<void> {
  await db('demo_platform_marks')
    .insert({ subject, platform_code: platformCode })
    .onConflict(['subject', 'platform_code'])
    .ignore();
}
