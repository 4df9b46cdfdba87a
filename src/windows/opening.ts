import type { Knex } from 'knex';
import { parseConditions } from '../batches';
import { listBatchEntries, listInstitutions } from '../plans';
import { checkOpening, type OpeningFault } from '../rules/check-opening';
import { findBatch } from '../rules/groups';
import type { RulePack } from '../rules/rule-pack';
import { listRegisteredKinds } from './place.repository';

/** Why some batches may not open (P38), read from the database as it stands; empty when they may. */
export async function listOpeningFaults(
  db: Knex,
  pack: RulePack,
  batches: readonly string[],
): Promise<readonly OpeningFault[]> {
  const institutions = new Set(
    (await listInstitutions(db, pack.year)).filter(({ name }) => name.trim() !== '').map(({ code }) => code),
  );
  const registeredKinds = await listRegisteredKinds(
    db,
    pack.candidateKinds.map(({ code }) => code),
  );
  const faults: OpeningFault[] = [];
  for (const code of batches) {
    const batch = findBatch(pack, code);
    if (batch === null) continue;
    const { entries, years } = await listBatchEntries(db, pack.year, code);
    const rows = entries.map((entry) => ({
      ...entry,
      restrictionsReadable: parseConditions(entry.restrictions) !== null,
    }));
    faults.push(...checkOpening({ pack, batch, rows, institutions, planYears: years, registeredKinds }));
  }
  return faults;
}
