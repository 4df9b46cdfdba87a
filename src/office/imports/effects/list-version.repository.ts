import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Knex } from 'knex';
import type { AuditEntry } from '../../../domain/audit/audit.repository';
import type { Cipher } from '../../../infrastructure/security/cipher';
import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import type { RulePack } from '../../../rules/pack/rule-pack';
import type { ImportReport } from '../import-report';
import type { ImportCounts, ImportKind, KindCode } from '../kind';
import type { Consent } from './effect';
import { markEffectsWritten } from './effect.repository';

const compress = promisify(gzip);
const expand = promisify(gunzip);
const bodyContext = (version: number, part: number) => ({
  column: 'list_version_parts.body',
  row: `${version}|${part}`,
});

/** A list as it stood before an import took its place. */
export interface ListVersion {
  readonly id: number;
  readonly kind: KindCode;
  readonly madeAt: Date;
  readonly rows: number;
  /** The import that came then: its file, who, why, what it did. */
  readonly fileName: string;
  readonly author: string;
  readonly reason: string | null;
  readonly counts: ImportCounts;
  readonly effectsId: number | null;
}

const columns = {
  id: 'id',
  kind: 'kind',
  madeAt: 'made_at',
  rows: 'rows',
  fileName: 'file_name',
  author: 'author',
  reason: 'reason',
  counts: 'counts',
  effectsId: 'effects_id',
} as const;

interface FormerList {
  readonly kind: ImportKind;
  readonly pack: RulePack;
  readonly cipher: Cipher;
  readonly report: ImportReport;
  readonly by: Pick<AuditEntry, 'actorKind' | 'actorId'>;
  readonly consent: Consent | null;
}

/** Keeps what an import is about to change, in the columns in which it is taken. @returns the id */
export async function keepFormerVersion(
  transaction: Knex.Transaction,
  { kind, pack, cipher, report, by, consent }: FormerList,
): Promise<number> {
  const effectsId = report.stake?.effectsId ?? null;
  const [row] = await transaction('list_versions')
    .insert({
      kind: kind.code,
      rows: 0,
      file_name: report.fileName,
      file_hash: report.fileHash,
      author: `${by.actorKind} ${by.actorId}`,
      reason: consent?.reason ?? null,
      counts: JSON.stringify(report.counts),
      effects_id: effectsId,
    })
    .returning('id');
  const id = Number(row.id);
  let part = 0;
  let rows = 0;
  for await (const piece of kind.readList(transaction, { pack, cipher, extent: 'staged' })) {
    const body = cipher.encryptBytes(await compress(JSON.stringify(piece)), bodyContext(id, part));
    await transaction('list_version_parts').insert({ version_id: id, part, body });
    part += 1;
    rows += piece.length;
  }
  await transaction('list_versions').where({ id }).update({ rows });
  if (effectsId !== null) await markEffectsWritten(transaction, effectsId);
  return id;
}

/** The newest versions, of one kind or all. */
export async function listListVersions(
  db: Knex,
  limit: number,
  kind?: KindCode,
): Promise<readonly ListVersion[]> {
  const query = db('list_versions').orderBy('id', 'desc').limit(limit).select(columns);
  if (kind !== undefined) query.where({ kind });
  return query;
}

export async function findListVersion(db: Knex, id: number): Promise<ListVersion | null> {
  return (await db('list_versions').where({ id }).first(columns)) ?? null;
}

/** The rows of a version, in pieces. */
export async function* readListVersion(
  db: Knex,
  cipher: Cipher,
  id: number,
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let part = 0; ; part += 1) {
    const row: { body: Buffer } | undefined = await db('list_version_parts')
      .where({ version_id: id, part })
      .first('body');
    if (row === undefined) return;
    yield JSON.parse((await expand(cipher.decryptBytes(row.body, bodyContext(id, part)))).toString('utf8'));
  }
}
