import type { Knex } from 'knex';
import { listPlanAudiences } from '../../../domain/enrolment-plan/plan.repository';
import type { RulePack } from '../../../rules/pack/rule-pack';
import { listListNames } from './plan-requirements';
import { listHeldListNames, listPlanListNames } from './qualifications.repository';

/** Lists that the pack or a plan row asks for, and those that candidates are on already. */
export async function listKnownLists(db: Knex, pack: RulePack): Promise<readonly string[]> {
  const asked = [...listListNames(pack), ...(await listPlanListNames(db, pack.year))];
  return [...new Set([...asked, ...(await listHeldListNames(db))])];
}

/** What the plan of the pack's year calls the audiences of its batches, by the fact that narrows them. */
export async function listKnownAudiences(
  db: Knex,
  pack: RulePack,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await listPlanAudiences(db, pack.year);
  const known = new Map<string, string[]>();
  for (const { batch, audience } of rows) {
    const fact = pack.batches.find(({ code }) => code === batch)?.planAudienceFact ?? null;
    if (fact !== null) known.set(fact, [...(known.get(fact) ?? []), audience]);
  }
  return known;
}
