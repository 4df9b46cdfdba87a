import type { Knex } from 'knex';
import {
  listBatchEntries,
  listInstitutions,
  markBatchPlans,
  markInstitutions,
} from '../../domain/enrolment-plan/plan.repository';
import { parseConditions } from '../../domain/rule-packs/rule-pack.schema';
import { checkOpening, type OpeningFault } from '../../rules/filing/check-opening';
import { findBatch } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';
import { listRegisteredKinds } from './place.repository';

/** What was found of a batch, and what it was found in. */
interface Found {
  readonly mark: string;
  readonly faults: readonly OpeningFault[];
}

/**
 * What was found last, by pool: a plan of 20,000 rows takes half a second to check, so that after a change only the
 * batches are checked again that it concerns.
 */
const known = new WeakMap<object, Map<string, Found>>();

/** Why some batches may not open (P38), as the database stands; what has not changed is not checked again. */
export async function listOpeningFaults(
  db: Knex,
  pack: RulePack,
  batches: readonly string[],
): Promise<readonly OpeningFault[]> {
  // A transaction sees what nobody else does yet, and perhaps never will.
  if (db.isTransaction === true) return findOpeningFaults(db, pack, batches);
  const marks = await markBatches(db, pack);
  const found = known.get(db.client) ?? new Map<string, Found>();
  known.set(db.client, found);
  const missing = batches.filter((code) => found.get(code)?.mark !== marks(code));
  const fresh = missing.length === 0 ? [] : await findOpeningFaults(db, pack, missing);
  for (const code of missing)
    found.set(code, { mark: marks(code), faults: fresh.filter(({ batch }) => batch === code) });
  return batches.flatMap((code) => found.get(code)?.faults ?? []);
}

/** What the faults of a batch come from, as marks: pack, kinds that are registered, institutions and its plan. */
async function markBatches(db: Knex, pack: RulePack): Promise<(batch: string) => string> {
  const [kinds, institutions, plans] = await Promise.all([
    listRegisteredKinds(db, kindsOf(pack)),
    markInstitutions(db),
    markBatchPlans(db),
  ]);
  const common = [pack.code, pack.version, [...kinds].sort().join(), institutions].join('|');
  return (batch) => `${common}|${plans.get(batch) ?? ''}`;
}

const kindsOf = (pack: RulePack) => pack.candidateKinds.map(({ code }) => code);

/** Nearly all rows have no condition. */
const isReadable = ({ restrictions }: { readonly restrictions: unknown }) =>
  (Array.isArray(restrictions) && restrictions.length === 0) || parseConditions(restrictions) !== null;

async function findOpeningFaults(
  db: Knex,
  pack: RulePack,
  batches: readonly string[],
): Promise<readonly OpeningFault[]> {
  const institutions = new Set(
    (await listInstitutions(db, pack.year)).filter(({ name }) => name.trim() !== '').map(({ code }) => code),
  );
  const registeredKinds = await listRegisteredKinds(db, kindsOf(pack));
  const faults: OpeningFault[] = [];
  const planned = await markBatchPlans(db);
  for (const code of batches) {
    const batch = findBatch(pack, code);
    if (batch === null) continue;
    const { entries, years } = planned.has(code)
      ? await listBatchEntries(db, pack.year, code)
      : { entries: [], years: [] };
    const rows = entries.map((entry) => Object.assign(entry, { restrictionsReadable: isReadable(entry) }));
    faults.push(...checkOpening({ pack, batch, rows, institutions, planYears: years, registeredKinds }));
  }
  return faults;
}
