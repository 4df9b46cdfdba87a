import { getFactors } from '../../src/domain/identity/factor.repository';
import { openPhone } from '../../src/domain/phones/phone.repository';
import { idOf } from '../candidate/filing/filing';
import type { TestApp } from './test-app';

/** What the demo's people have bound. */
export const bound = {
  phone: '21410101151001',
  otherPhone: '21410101111002',
  totp: '21410101151003',
  wechat: '21410101119001',
  phrase: '21410102117004',
  otherPhrase: '21410104151009',
  nothing: '21410104151010',
} as const;

/** Forgets what was charged and when codes were sent, so that one test does not use up what the next one needs. */
export async function forgetLimits(app: TestApp): Promise<void> {
  const { knex } = app.database;
  await knex('throttles').delete();
  await letCodesAge(app, 180);
}

/** As if every code had been sent so many seconds earlier; its life is not shortened. */
export async function letCodesAge(app: TestApp, seconds: number): Promise<void> {
  await app.database.knex.raw('update message_codes set created_at = created_at - make_interval(secs => ?)', [
    seconds,
  ]);
}

/** As if every code had lived its life. */
export async function letCodesExpire(app: TestApp): Promise<void> {
  await app.database.knex('message_codes').update({ expires_at: new Date(Date.now() - 1) });
}

/** The bound phone in clear; null where none is bound. */
export async function readPhone(app: TestApp, candidateNumber: string): Promise<string | null> {
  const { phoneCipher } = await factorsOf(app, candidateNumber);
  return phoneCipher === null ? null : openPhone(app.services.cipher, phoneCipher, candidateNumber);
}

export async function factorsOf(app: TestApp, candidateNumber: string) {
  return getFactors(app.database.knex, await idOf(app, candidateNumber));
}

/** Kinds of the mails in a candidate's own box, oldest first. */
export async function listMailKinds(app: TestApp, candidateNumber: string): Promise<string[]> {
  const { knex } = app.database;
  return knex('mails')
    .where({ candidate_id: await idOf(app, candidateNumber) })
    .orderBy('id')
    .pluck('kind');
}

/** Acts of a candidate in the audit log, oldest first. */
export async function listActs(app: TestApp, candidateNumber: string): Promise<string[]> {
  const { knex } = app.database;
  return knex('audit_entries')
    .where({ actor_id: String(await idOf(app, candidateNumber)) })
    .orderBy('id')
    .pluck('action');
}
