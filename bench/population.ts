import { createHash, createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Knex } from 'knex';
import { openIdentityNumber, sealIdentityNumber } from '../src/domain/candidates/sealed-values';
import { type Config, loadConfig } from '../src/infrastructure/config/config';
import { createHolderMarks } from '../src/infrastructure/http/holder-mark';
import { createCsrf } from '../src/infrastructure/http/set-up-csrf';
import { createDeviceCookie, readDevice } from '../src/infrastructure/http/set-up-device';
import { createCipher } from '../src/infrastructure/security/cipher';
import type { PlannedRequest } from './load';

/** Of whom every candidate of a bench is a copy, and which form they have open. */
export interface BenchModel {
  readonly candidateNumber: string;
  readonly batch: string;
}

/** Ids that no other number of a request can be mistaken for. */
const FIRST_CANDIDATE = 1_000_001;
const FIRST_VERSION = 5_000_001;
const SEALED_AT_ONCE = 5000;

export interface BenchCandidate {
  readonly id: number;
  readonly candidateNumber: string;
  readonly session: string;
}

/**
 * Adds so many candidates, each signed in and with the form of one batch open. `session` is the id of a session that
 * the application itself made for the model: every candidate gets a copy of it.
 */
export async function addCandidates(
  knex: Knex,
  count: number,
  { candidateNumber: model, batch }: BenchModel,
  session: string,
): Promise<readonly BenchCandidate[]> {
  await knex.raw(`alter table candidates alter column id restart with ${FIRST_CANDIDATE}`);
  await knex.raw(`alter table application_versions alter column id restart with ${FIRST_VERSION}`);
  for (let first = 1; first <= count; first += SEALED_AT_ONCE)
    await copyModel(knex, model, first, Math.min(count, first + SEALED_AT_ONCE - 1));
  await knex.raw(
    `insert into credentials (candidate_id, password_hash, password_changed_at, session_id)
     select copied.id, password_hash, password_changed_at, copied.id::text
     from credentials join candidates model on model.id = candidate_id and model.candidate_number = ?
     cross join candidates copied where copied.id >= ?`,
    [model, FIRST_CANDIDATE],
  );
  await knex.raw(
    `insert into sessions (sid, sess, expire)
     select id::text, jsonb_set(sess::jsonb, '{candidate,id}', to_jsonb(id)), expire
     from sessions cross join candidates where sid = ? and id >= ?`,
    [session, FIRST_CANDIDATE],
  );
  await knex.raw(
    `insert into form_openings (candidate_id, batch_code, opened_at, expires_at)
     select id, ?, now(), now() + interval '30 minutes' from candidates where id >= ?`,
    [batch, FIRST_CANDIDATE],
  );
  await knex.raw('analyze');
  return Array.from({ length: count }, (_none, index) => ({
    id: FIRST_CANDIDATE + index,
    candidateNumber: numberOf(index + 1),
    session: String(FIRST_CANDIDATE + index),
  }));
}

const numberOf = (n: number) => `98${String(n).padStart(12, '0')}`;

/** Copies of a model under numbers of their own, each with the model's 证件号码 sealed for its row. */
async function copyModel(knex: Knex, model: string, first: number, last: number): Promise<void> {
  const { dataKey, indexKey } = loadConfig({}).secrets;
  const cipher = createCipher(dataKey, indexKey);
  const row = await knex('candidates').where({ candidate_number: model }).first('identity_number_cipher');
  const identity = openIdentityNumber(cipher, row.identity_number_cipher, model);
  const numbers = Array.from({ length: last - first + 1 }, (_none, index) => numberOf(first + index));
  await knex.raw(
    `insert into candidates (candidate_number, identity_number_index, identity_number_cipher, name, sex, born_on,
       ethnicity, kind, track, county_code, county_name, school_code, school_name, class_name, registration_number, facts)
     select number, sha256(number::bytea), sealed, name, sex, born_on,
       ethnicity, kind, track, county_code, county_name, school_code, school_name, class_name, registration_number, facts
     from candidates cross join unnest(?::text[], ?::bytea[]) with ordinality as copied (number, sealed, n)
     where candidate_number = ? order by n`,
    [numbers, numbers.map((number) => sealIdentityNumber(cipher, identity, number).cipher), model],
  );
}

export interface Browser {
  readonly headers: Record<string, string>;
  readonly csrfToken: string;
}

/**
 * The cookies and the CSRF token that the browser of this candidate would hold, signed in or before it. Everyone has a
 * browser of their own: at one alone, more than a few at once would be taken for somebody who tries a class list.
 */
export function createBrowser(
  config: Config,
  candidateNumber: string,
  candidate: BenchCandidate | null,
): Browser {
  const seed = createHash('sha256').update(candidateNumber).digest('base64url').slice(0, 22);
  const device = createDeviceCookie(config.secrets.session, seed);
  const cookies: Record<string, string> = { 'zhiyuan.device': device };
  const session = candidate === null ? {} : { candidate: { id: candidate.id } };
  const req = { path: '/', cookies, session } as unknown as Request;
  const res = {
    cookie(name: string, value: string) {
      cookies[name] = value;
    },
  };
  readDevice(req, config);
  const csrf = createCsrf(config, createHolderMarks(config.secrets.session));
  const csrfToken = csrf.tokenFor(req, res as unknown as Response);
  if (candidate !== null) {
    const signature = createHmac('sha256', config.secrets.session.current().text)
      .update(candidate.session)
      .digest('base64');
    cookies['zhiyuan.sid'] = encodeURIComponent(`s:${candidate.session}.${signature.replace(/=+$/, '')}`);
  }
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return { headers: { Cookie: cookie.join('; ') }, csrfToken };
}

/** A form as a browser posts it. */
export function planPost(
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
): PlannedRequest {
  return {
    method: 'POST',
    path,
    headers: { ...browser.headers, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _csrf: browser.csrfToken, ...fields }).toString(),
  };
}
