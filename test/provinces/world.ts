import { seedDemo } from '../../seeds/demo/seed-demo';
import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import { activateRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import { createCipher } from '../../src/infrastructure/security/cipher';
import type { RulePack } from '../../src/rules/pack/rule-pack';
import type { TestApp } from '../support/test-app';

/** Puts a pack with a demo of its own in force, with its plan and people beside those of the bare demo. */
export async function enterWorld(app: TestApp, name: string): Promise<RulePack> {
  const { knex } = app.database;
  const pack = readShippedRulePack(name);
  await knex.transaction((transaction) => activateRulePack(transaction, pack));
  // Those of this world work where its people registered.
  await knex('officers').delete();
  const { dataKey, indexKey } = app.config.secrets;
  await seedDemo(knex, createCipher(dataKey, indexKey), app.clock.read());
  await app.services.reference.refresh();
  return pack;
}
