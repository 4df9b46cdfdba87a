import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { seedDemo } from '../seeds/demo/seed-demo';
import { seedReference } from '../seeds/reference/seed-reference';
import { getActiveRulePack } from '../src/domain/rule-packs/rule-pack.repository';
import { databaseClock } from '../src/infrastructure/clock';
import { loadConfig } from '../src/infrastructure/config/config';
import { startEmbeddedPostgres } from '../src/infrastructure/database/embedded/start-embedded-postgres';
import { createKnex, type Knex } from '../src/infrastructure/database/knex';
import { migrateToLatest } from '../src/infrastructure/database/migrate';
import { createCipher } from '../src/infrastructure/security/cipher';
import { claimInstallation } from '../src/operations/installation';
import { addLargePlan } from './large-plan';

export interface BenchDatabase {
  readonly url: string;
  readonly knex: Knex;
  close(): Promise<void>;
}

/** A PostgreSQL of the bench's own with the schema and nothing in it. */
export async function openEmptyDatabase(): Promise<BenchDatabase> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-bench-'));
  chmodSync(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const knex = createKnex(server.connectionString);
  const close = async () => {
    await knex.destroy();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await migrateToLatest(knex);
    await claimInstallation(knex, 'demo');
    return { url: server.connectionString, knex, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same with the demo of a shipped pack, whose windows are open. */
export async function openWorldDatabase(pack: string): Promise<BenchDatabase> {
  const database = await openEmptyDatabase();
  try {
    const { knex } = database;
    const { dataKey, indexKey } = loadConfig({}).secrets;
    await seedReference(knex, pack);
    await seedDemo(knex, createCipher(dataKey, indexKey), await databaseClock.now(knex));
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The same with the demo in it, and 60,000 plan rows more. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const database = await openEmptyDatabase();
  try {
    const { knex } = database;
    const { dataKey, indexKey } = loadConfig({}).secrets;
    await seedReference(knex);
    await seedDemo(knex, createCipher(dataKey, indexKey), await databaseClock.now(knex));
    await addLargePlan(knex, (await getActiveRulePack(knex)).year);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
