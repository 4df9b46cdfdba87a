import type { Knex } from 'knex';
import { demoPlatforms, toPlatform } from '../../src/demo-platforms';
import { insertPlatform } from '../../src/platforms';

/** Registers the platforms that the demo plays; those that are there stay. */
export async function seedDemoPlatforms(db: Knex): Promise<void> {
  for (const platform of demoPlatforms) await insertPlatform(db, toPlatform(platform), null);
}
