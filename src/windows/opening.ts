import type { Knex } from 'knex';
import { parseConditions } from '../batches';
import { findReferenceVersion } from '../db/reference-watch';
import { listBatchEntries, listInstitutions } from '../plans';
import { checkOpening, type OpeningFault } from '../rules/check-opening';
import { findBatch } from '../rules/groups';
import type { RulePack } from '../rules/rule-pack';
import { listRegisteredKinds } from './place.repository';

interface Found {
  /** Of the reference: packs, windows, plan and institutions. */
  readonly version: number;
  readonly packVersion: string;
  readonly kinds: string;
  readonly faults: Map<string, readonly OpeningFault[]>;
}

/** What was found last, by pool: a plan of 20,000 rows takes a third of a second to check. */
const known = new WeakMap<object, Found>();

/** Why some batches may not open (P38), as the database stands; what has not changed is not checked again. */
export async function listOpeningFaults(
  db: Knex,
  pack: RulePack,
  batches: readonly string[],
): Promise<readonly OpeningFault[]> {
  // A transaction sees what nobody else does yet, and perhaps never will.
  if (db.isTransaction === true) return findOpeningFaults(db, pack, batches);
  const version = await findReferenceVersion(db);
  const kinds = [...(await listRegisteredKinds(db, kindsOf(pack)))].sort().join();
  const packVersion = `${pack.code} ${pack.version}`;
  let found = known.get(db.client);
  if (found?.version !== version || found.kinds !== kinds || found.packVersion !== packVersion) {
    found = { version, kinds, packVersion, faults: new Map() };
    known.set(db.client, found);
  }
  const missing = batches.filter((code) => !found.faults.has(code));
  const fresh = missing.length === 0 ? [] : await findOpeningFaults(db, pack, missing);
  for (const code of missing)
    found.faults.set(
      code,
      fresh.filter(({ batch }) => batch === code),
    );
  return batches.flatMap((code) => found.faults.get(code) ?? []);
}

const kindsOf = (pack: RulePack) => pack.candidateKinds.map(({ code }) => code);

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
