import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { insertWindows } from '../../src/domain/batches/window.repository';
import { activateRulePack, hasActiveRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import { parseRulePack } from '../../src/domain/rule-packs/rule-pack.schema';
import { projectRoot } from '../../src/infrastructure/paths';
import type { RulePack } from '../../src/rules/pack/rule-pack';
import { listDefaultWindows } from '../../src/rules/windows/default-windows';

/** Where nobody names one: the year of the manual. */
const FIRST_PACK = 'henan-2021';

/** A pack that comes with the program, checked. @throws naming every fault of the file. */
export function readShippedRulePack(name = FIRST_PACK): RulePack {
  const file = path.join(projectRoot, 'seeds/reference/rule-packs', `${name}.json`);
  return parseRulePack(JSON.parse(readFileSync(file, 'utf8')));
}

/** Puts the shipped pack and its default windows in force where no pack is; in every environment. */
export async function seedReference(db: Knex, first = FIRST_PACK): Promise<void> {
  if (await hasActiveRulePack(db)) return;
  const pack = readShippedRulePack(first);
  await db.transaction(async (transaction) => {
    await activateRulePack(transaction, pack);
    const windows = pack.batches.flatMap((batch) => listDefaultWindows(pack, batch));
    await insertWindows(transaction, pack.code, windows);
  });
}
