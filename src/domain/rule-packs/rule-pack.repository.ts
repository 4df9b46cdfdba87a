import type { Knex } from 'knex';
import type { RulePack } from '../../rules/pack/rule-pack';
import { parseRulePack } from './rule-pack.schema';

/** The pack in force. @throws when there is none, or when it is faulty (naming every fault). */
export async function getActiveRulePack(db: Knex): Promise<RulePack> {
  const row = await db('rule_packs').where({ active: true }).first('body');
  if (!row) throw new Error('no rule pack is in force');
  return parseRulePack(row.body);
}

/** Whether any pack is in force. */
export async function hasActiveRulePack(db: Knex): Promise<boolean> {
  return (await db('rule_packs').where({ active: true }).first('id')) !== undefined;
}

/** Stores a version of a pack and puts it in force in place of the one before. */
export async function activateRulePack(transaction: Knex.Transaction, pack: RulePack): Promise<void> {
  await transaction('rule_packs').where({ active: true }).update({ active: false });
  await transaction('rule_packs').insert({
    code: pack.code,
    version: pack.version,
    body: JSON.stringify(pack),
    active: true,
  });
}
