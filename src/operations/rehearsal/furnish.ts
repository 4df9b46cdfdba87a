import type { Knex } from 'knex';
import { generateProvince } from '../../../seeds/synthetic/generate-province';
import { activateRulePack } from '../../domain/rule-packs/rule-pack.repository';
import type { Config } from '../../infrastructure/config/config';
import { migrateToLatest } from '../../infrastructure/database/migrate';
import { createCipher } from '../../infrastructure/security/cipher';
import type { RulePack } from '../../rules/pack/rule-pack';
import { claimInstallation } from '../installation';
import { claimKeys } from '../key-check';

interface Furniture {
  readonly pack: RulePack;
  readonly people: number;
  readonly planRows: number;
  readonly signal: AbortSignal;
}

/** Fills an empty database as a demo: schema, pack, synthetic people and plan. No window is set. @throws where a list is refused */
export async function furnish(
  db: Knex,
  config: Config,
  { pack, people, planRows, signal }: Furniture,
): Promise<void> {
  const { secrets } = config;
  await migrateToLatest(db);
  await claimInstallation(db, 'demo');
  await claimKeys(db, secrets);
  await db.transaction((transaction) => activateRulePack(transaction, pack));
  const reports = await generateProvince(db, createCipher(secrets.dataKey, secrets.indexKey), {
    ...{ candidates: people, planRows, seed: 'rehearsal', phones: true, operator: 'rehearsal', signal },
    onProgress: () => undefined,
  });
  const refused = reports.find(({ written }) => !written);
  if (refused !== undefined)
    throw new Error(`${refused.kind}: ${JSON.stringify(refused.faults.slice(0, 3))}`);
  await db.raw('analyze');
}
