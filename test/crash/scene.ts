import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import bcrypt from 'bcrypt';
import { addCandidates, type BenchCandidate } from '../../bench/population';
import { demoPassword } from '../../seeds/demo/people';
import { seedDemo } from '../../seeds/demo/seed-demo';
import { seedReference } from '../../seeds/reference/seed-reference';
import { buildSavedBody, serialiseBody } from '../../src/domain/choice-lists/canonical-body';
import { loadReference } from '../../src/domain/reference/reference';
import { databaseClock } from '../../src/infrastructure/clock';
import { loadConfig } from '../../src/infrastructure/config/config';
import { EMBEDDED_APPLICATION } from '../../src/infrastructure/database/embedded/application-role';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded/start-embedded-postgres';
import { createKnex, type Knex } from '../../src/infrastructure/database/knex';
import { bringUpSchema } from '../../src/infrastructure/database/roles';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { claimInstallation } from '../../src/operations/installation';
import { claimKeys } from '../../src/operations/key-check';
import { PEOPLE_FORM } from '../../src/operations/normalise-people';
import type { Adjustment } from '../../src/rules/filing/choice-list';
import { normaliseChoiceList } from '../../src/rules/filing/normalise-choice-list';
import { people } from '../candidate/filing/filing';
import { createTestDatabase } from '../support/test-database';
import { BATCH, lists } from './desk';

/** So many saves a group has here: both what is saved and what is refused is fought for. */
export const MAX_SAVES = 12;

/** Candidates whose form of one batch is open and stays so, on a database of the test's own. */
export interface Scene {
  /** Its owner's. */
  readonly url: string;
  readonly knex: Knex;
  readonly candidates: readonly BenchCandidate[];
  /** The lists as they are stored. */
  readonly bodies: readonly string[];
  close(): Promise<void>;
}

/** In a server of its own, which may be killed and is then started again at the same port. */
export async function openOwnScene(count: number): Promise<Scene> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-crash-'));
  chmodSync(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  const knex = createKnex(server.connectionString);
  await bringUpSchema(knex, EMBEDDED_APPLICATION);
  const { secrets } = loadConfig({});
  await claimInstallation(knex, 'demo');
  await claimKeys(knex, secrets);
  await seedReference(knex);
  await seedDemo(knex, createCipher(secrets.dataKey, secrets.indexKey), await databaseClock.now(knex));
  return {
    ...(await populate(knex, count, 0)),
    url: server.connectionString,
    knex,
    async close() {
      await knex.destroy();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** In the server that all tests have. */
export async function openSharedScene(count: number, cooldownMinutes = 0): Promise<Scene> {
  const { url, knex, drop } = await createTestDatabase({ demo: true });
  return { ...(await populate(knex, count, cooldownMinutes)), url, knex, close: drop };
}

async function populate(
  knex: Knex,
  count: number,
  cooldownMinutes: number,
): Promise<Pick<Scene, 'candidates' | 'bodies'>> {
  const pack = await knex('rule_packs').where({ active: true }).first('id', 'body');
  const batches = pack.body.batches.map((batch: object) => ({
    ...batch,
    cooldownMinutes,
    maxSaves: MAX_SAVES,
  }));
  await knex('rule_packs')
    .where({ id: pack.id })
    .update({ body: JSON.stringify({ ...pack.body, batches }) });
  const model = { candidateNumber: people.pilot, batch: BATCH };
  const candidates = await addCandidates(knex, count, model, '');
  const ids = candidates.map(({ id }) => id);
  await knex('credentials')
    .whereIn('candidate_id', ids)
    .update({ password_hash: await bcrypt.hash(demoPassword, 4), session_id: null });
  // A save closes its form; here it stays open, so that nothing but lock and count holds the others back.
  // The copies have the identity card of one: a start would look through them each time.
  await knex('people_normal_forms').update({ version: PEOPLE_FORM, clashes: 0 });
  await knex.raw(`
    update form_openings set expires_at = now() + interval '1 day';
    create function keep_row() returns trigger language plpgsql as 'begin return null; end';
    create trigger keep_form_openings before delete on form_openings for each row execute function keep_row()`);
  return { candidates, bodies: await listBodies(knex) };
}

async function listBodies(knex: Knex): Promise<readonly string[]> {
  const { calendar, plan } = await loadReference(knex);
  const batch = calendar.findBatch(BATCH);
  const { track } = await knex('candidates').where({ candidate_number: people.pilot }).first('track');
  if (batch === null) throw new Error(`there is no ${BATCH}`);
  const scope = { batch: BATCH, track, audience: '' };
  return lists.map((codes) => {
    const [first] = batch.sections;
    const majors = Array.from(
      { length: first?.majors.max ?? 0 },
      (_none, at) => codes[`first-1-major-${at + 1}`] ?? '',
    );
    const institution = codes['first-1-institution'] ?? '';
    const adjustment = (codes['first-1-adjustment'] ?? null) as Adjustment | null;
    const choices = { first: [{ institution, group: '', majors, posts: [], adjustment }] };
    return serialiseBody(
      buildSavedBody(calendar.pack, batch, normaliseChoiceList(batch, choices), plan, scope),
    );
  });
}
