import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { projectRoot } from '../../src/infrastructure/paths';
import type { PlannedRequest } from '../load';
import { BATCH, FIELDS } from './job';

/** Makes the schema `peer` with so many persons, each signed in and with one saved version. */
export async function fillPeerTables(knex: Knex, people: number): Promise<void> {
  await knex.raw(readFileSync(path.join(projectRoot, 'bench/peers/tables.sql'), 'utf8'));
  await knex.raw(
    `insert into peer.person (candidate_number, name, sex, born_on, ethnicity, kind, track, county, school, class_name)
     select '21' || lpad(n::text, 12, '0'), '考生' || n, case n % 2 when 0 then '男' else '女' end, date '2003-01-01' + n % 365,
       '汉族', 'general', '5', '金水区', '第' || n % 40 || '高级中学', '高三' || n % 20 || '班'
     from generate_series(1, ?::int) as n order by n`,
    [people],
  );
  await knex.raw(
    `insert into peer.session (token, person_id, expires_at)
     select lpad(id::text, 32, '0'), id, now() + interval '1 day' from peer.person`,
  );
  await knex.raw(
    `insert into peer.standing (person_id, score, place, control_line, saves_left)
     select id, 400 + id % 300, 1000 + id, 400, 3 from peer.person`,
  );
  await knex.raw(
    `insert into peer.version (person_id, batch, number, body, hash)
     select id, :batch, 1, :body::text, sha256(convert_to(:body::text, 'UTF8')) from peer.person order by id`,
    { batch: BATCH, body: JSON.stringify(SAVED) },
  );
  await knex.raw(
    `insert into peer.choice_group (person_id, batch, version_id, number, hash, saved_at)
     select person_id, batch, id, number, hash, saved_at from peer.version order by id`,
  );
  await knex.raw('analyze');
}

/** The list that everybody has saved. */
export const SAVED = fillFields('60');

/** A code for every field, beginning with these two digits. */
export function fillFields(start: string): Record<string, string> {
  return Object.fromEntries(
    FIELDS.map(({ name }, at) => [name, `${start}${String(at + 1).padStart(2, '0')}`]),
  );
}

/** `person`: from 1. */
const cookieOf = (person: number) => ({ Cookie: `peer=${String(person).padStart(32, '0')}` });

export const planForm = (person: number): PlannedRequest => ({
  method: 'GET',
  path: '/form',
  headers: cookieOf(person),
});

export const planSave = (person: number, fields: Readonly<Record<string, string>>): PlannedRequest => ({
  method: 'POST',
  path: '/save',
  headers: { ...cookieOf(person), 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
