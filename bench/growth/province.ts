import bcrypt from 'bcrypt';
import type { Knex } from 'knex';
import { seedReference } from '../../seeds/reference/seed-reference';
import { generateProvince } from '../../seeds/synthetic/generate-province';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { foldCoverage } from '../../src/office/filing-progress/count.repository';
import { type BenchDatabase, openEmptyDatabase } from '../database';
import { exchange } from '../exchange';
import type { BenchCandidate } from '../population';
import { createBrowser, planPost } from '../population';

/** The longest form of Henan 2021, and whom it is open to. */
export const GROWTH_BATCH = 'undergraduate-2';
const TRACK = '5';
const KIND = 'general';
const PLAN_ROWS = 60_000;
const PASSWORD = 'Zhiyuan#2021';

/** A database of a synthetic province with so many people; the plan is the same whatever their number. */
export async function openProvince(people: number, planRows = PLAN_ROWS): Promise<BenchDatabase> {
  const database = await openEmptyDatabase();
  try {
    const { knex } = database;
    const { dataKey, indexKey } = loadConfig({}).secrets;
    await seedReference(knex);
    await generateProvince(knex, createCipher(dataKey, indexKey), {
      ...{ candidates: people, planRows, seed: 'growth', phones: true, operator: 'bench' },
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    // What the server would do beside the measurement, now.
    while (await foldCoverage(knex));
    await knex.raw('vacuum analyze');
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** So many of the people, spread over the province, each signed in and with the form open. */
export async function admitPeople(
  knex: Knex,
  url: string,
  count: number,
): Promise<readonly BenchCandidate[]> {
  const rows: readonly { id: string; candidateNumber: string }[] = await knex
    .select({ id: 'id', candidateNumber: 'candidate_number' })
    .from(
      knex('candidates')
        .where({ kind: KIND, track: TRACK })
        // Who has defaulted may name fewer institutions than the list that all save.
        .whereRaw("coalesce(facts ->> 'defaulter', 'false') <> 'true'")
        .select('id', 'candidate_number')
        .orderByRaw('md5(id::text)')
        .limit(count)
        .as('chosen'),
    );
  const candidates = rows.map(({ id, candidateNumber }) => ({
    id: Number(id),
    candidateNumber,
    session: String(id),
  }));
  const [model] = candidates;
  if (model === undefined || candidates.length < count) throw new Error(`there are no ${count} such people`);
  const ids = candidates.map(({ id }) => id);
  await knex('credentials')
    .whereIn('candidate_id', ids)
    .update({ password_hash: await bcrypt.hash(PASSWORD, 10), password_changed_at: knex.fn.now() });
  const browser = createBrowser(loadConfig({}), model.candidateNumber, null);
  const { candidateNumber } = model;
  const signedIn = await exchange(
    url,
    planPost(browser, '/sign-in', { candidateNumber, password: PASSWORD }),
    303,
  );
  const session = signedIn.headers.flatMap(
    ([, value]) => /zhiyuan\.sid=s%3A([^.;]+)/.exec(value)?.[1] ?? [],
  )[0];
  await knex.raw(
    `insert into sessions (sid, sess, expire)
     select c.id::text, jsonb_set(sess::jsonb, '{candidate,id}', to_jsonb(c.id)), expire
       from sessions cross join unnest(?::bigint[]) as c (id) where sid = ?`,
    [ids, session ?? ''],
  );
  await knex('credentials')
    .whereIn('candidate_id', ids)
    .update({ session_id: knex.raw('candidate_id::text') });
  await knex.raw(
    `insert into form_openings (candidate_id, batch_code, opened_at, expires_at)
     select id, ?, now(), now() + interval '30 minutes' from unnest(?::bigint[]) as c (id)`,
    [GROWTH_BATCH, ids],
  );
  await knex.raw('analyze sessions, credentials, form_openings');
  return candidates;
}
