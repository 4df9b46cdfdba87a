import type { Knex } from 'knex';
import { demoPlatforms, toPlatform } from '../../src/account/demo-platforms/demo-platforms';
import { insertPlatform } from '../../src/account/platforms/platform.repository';

/** Registers the platforms that the demo plays; those that are there stay. */
export async function seedDemoPlatforms(db: Knex): Promise<void> {
  for (const platform of demoPlatforms) await insertPlatform(db, toPlatform(platform), null);
}
