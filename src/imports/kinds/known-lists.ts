import type { Knex } from 'knex';
import type { RulePack } from '../../rules/rule-pack';
import { listListNames } from './plan-requirements';
import { listHeldListNames, listPlanListNames } from './qualifications.repository';

/** Lists that the pack or a plan row asks for, and those that candidates are on already. */
export async function listKnownLists(db: Knex, pack: RulePack): Promise<readonly string[]> {
  const asked = [...listListNames(pack), ...(await listPlanListNames(db, pack.year))];
  return [...new Set([...asked, ...(await listHeldListNames(db))])];
}
