import type { Knex } from 'knex';
import type { RulePack } from '../../rules/pack/rule-pack';
import { parseRulePack } from './rule-pack.schema';

/** One version of a pack as it is kept; its body never changes. */
export interface RulePackVersion {
  readonly id: number;
  readonly code: string;
  readonly version: number;
  readonly active: boolean;
  readonly createdAt: Date;
}

const columns = {
  id: 'id',
  code: 'code',
  version: 'version',
  active: 'active',
  createdAt: 'created_at',
} as const;

/** All versions that are kept, newest first. */
export async function listRulePackVersions(db: Knex): Promise<RulePackVersion[]> {
  const rows: RulePackVersion[] = await db('rule_packs').orderBy('id', 'desc').select(columns);
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

/** One version with its pack; null where there is none. */
export async function findRulePackVersion(
  db: Knex,
  id: number,
): Promise<(RulePackVersion & { readonly pack: RulePack }) | null> {
  const row = await db('rule_packs')
    .where({ id })
    .first({ ...columns, body: 'body' });
  if (row === undefined) return null;
  const { body, ...version } = row;
  return { ...version, id: Number(version.id), pack: parseRulePack(body) };
}

/** Keeps a version that is not in force. @returns its id, or null when the code has this version already. */
export async function insertRulePackVersion(db: Knex, pack: RulePack): Promise<number | null> {
  const rows: { id: number }[] = await db('rule_packs')
    .insert({ code: pack.code, version: pack.version, body: JSON.stringify(pack), active: false })
    .onConflict(['code', 'version'])
    .ignore()
    .returning('id');
  return rows[0] === undefined ? null : Number(rows[0].id);
}

/** Puts a version that is kept in force in place of another. @returns rows changed: 2 when both stood as seen. */
export async function switchRulePack(
  transaction: Knex.Transaction,
  from: number,
  to: number,
): Promise<number> {
  const left = await transaction('rule_packs').where({ id: from, active: true }).update({ active: false });
  return left + (await transaction('rule_packs').where({ id: to, active: false }).update({ active: true }));
}
