import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { computeCheckValue, FIRST_HASH, hashBody } from '../../../src/domain/choice-lists/canonical-body';

/** Of the longest form of Henan 2021, 62 codes with their names, as it is stored. */
const BODY_BYTES = 4_000;
const AT_ONCE = 2_000;
const COLUMNS = `id, candidate_id, group_code, ordinal, save_number, batch_code, pack_code, pack_version, canonical_body,
  saved_at, actor_kind, actor_id, address, device, form_token, previous_hash, nonce, hash`;

/** Writes so many saved versions, two of each candidate, past the application: they are as it writes them. */
export async function writeLargeLedger(knex: Knex, versions: number): Promise<void> {
  const { rows } = await knex.raw<{ rows: { id: number; number: string }[] }>(
    `insert into candidates (candidate_number, identity_number_index, identity_number_cipher, name, sex, born_on,
       ethnicity, kind, track, county_code, county_name, school_code, school_name, class_name, registration_number, facts)
     select '97' || lpad(n::text, 12, '0'), sha256(('l' || n)::bytea), identity_number_cipher, name, sex, born_on,
       ethnicity, kind, track, county_code, county_name, school_code, school_name, class_name, registration_number, facts
     from (select * from candidates order by id limit 1) model cross join generate_series(1, ?::int) as n
     returning id, candidate_number as number`,
    [versions / 2],
  );
  const choices = '郑州大学计算机科学与技术'.repeat(BODY_BYTES / 36);
  for (let from = 0; from < rows.length; from += AT_ONCE / 2) {
    const some = rows.slice(from, from + AT_ONCE / 2).flatMap(({ id, number }) => {
      const one = composeOne(id, number, 1, FIRST_HASH, choices);
      return [one, composeOne(id, number, 2, one.hash, choices)];
    });
    await write(knex, some);
  }
  await knex.raw('analyze application_versions, application_groups, save_attempts, candidates');
}

function composeOne(candidate: number, number: string, ordinal: number, previous: Buffer, choices: string) {
  const body = JSON.stringify({ year: 2021, choice: `${number} ${ordinal}`, choices });
  const nonce = randomBytes(32);
  const savedAt = new Date(1_624_000_000_000 + candidate * 10 + ordinal);
  const header = {
    ...{ candidateNumber: number, group: 'G1', ordinal, saveNumber: ordinal, batch: 'undergraduate-2' },
    ...{ pack: 'henan', packVersion: 1, savedAt: savedAt.toISOString(), actor: `candidate ${candidate}` },
    ...{ address: '10.1.2.3', device: 'q7Yb0m2c3d4e5f6g7h8i9j' },
  };
  const hash = computeCheckValue(header, body, previous, nonce);
  const token = `${randomBytes(24).toString('base64url')}.${randomBytes(12).toString('base64url')}`;
  return { candidate, ordinal, body, savedAt, token, previous, nonce, hash, bodyHash: hashBody(body) };
}

async function write(knex: Knex, some: readonly ReturnType<typeof composeOne>[]): Promise<void> {
  const list = <Key extends keyof (typeof some)[number]>(key: Key) => some.map((one) => one[key]);
  await knex.raw(
    `with given as (
       select nextval('application_versions_id_seq') as id, * from unnest(?::bigint[], ?::int[], ?::text[], ?::timestamptz[],
         ?::text[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[])
         as one (candidate, ordinal, body, saved_at, token, previous, nonce, hash, body_hash)
     ), versions as (
       insert into application_versions (${COLUMNS}) overriding system value
       select id, candidate, 'G1', ordinal, ordinal, 'undergraduate-2', 'henan', 1, body, saved_at, 'candidate',
         candidate::text, '10.1.2.3', 'q7Yb0m2c3d4e5f6g7h8i9j', token, previous, nonce, hash from given returning id
     ), attempts as (
       insert into save_attempts (candidate_id, batch_code, outcome, detail, form_token, body_hash, address, device, node)
       select candidate, 'undergraduate-2', 'saved', json_build_object('version', id), token, body_hash, '10.1.2.3',
         'q7Yb0m2c3d4e5f6g7h8i9j', 'test' from given
     )
     insert into application_groups (candidate_id, group_code, saves_used, last_ordinal, last_saved_at,
       current_batch_code, current_version_id)
     select candidate, 'G1', ordinal, ordinal, saved_at, 'undergraduate-2', id from given where ordinal = 2`,
    [
      ...[list('candidate'), list('ordinal'), list('body'), list('savedAt'), list('token')],
      ...[list('previous'), list('nonce'), list('hash'), list('bodyHash')],
    ],
  );
}
