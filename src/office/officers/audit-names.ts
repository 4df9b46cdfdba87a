import type { Knex } from 'knex';
import type { ListedAuditEntry } from '../../domain/audit/audit-list.repository';
import { listNamedSchools, nameCounties } from '../../domain/places/place.repository';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import type { CodeNames } from './audit-detail.presenter';

/** Codes of schools as details and subjects hold them. */
const SCHOOL_CODE = /\b[0-9A-Z]{7,12}\b/g;

/** Names for the codes in some lines: batches and all else that the pack in force names, counties, schools. */
export async function loadCodeNames(db: Knex, entries: readonly ListedAuditEntry[]): Promise<CodeNames> {
  const texts = entries.map(({ detail, subjectId }) => `${subjectId} ${JSON.stringify(detail)}`);
  const codes = [...new Set(texts.flatMap((text) => text.match(SCHOOL_CODE) ?? []))];
  const [pack, counties, schools] = await Promise.all([
    getActiveRulePack(db),
    nameCounties(db),
    listNamedSchools(db, codes),
  ]);
  const named = [...pack.rounds, ...pack.candidateKinds, ...pack.headings, ...pack.planTypes];
  return {
    batches: new Map(pack.batches.map(({ code, name }) => [code, name])),
    others: new Map(named.map(({ code, name }) => [code, name])),
    places: new Map([...counties, ...schools.map(({ code, name }) => [code, name] as const)]),
  };
}
