import { createReinstateService } from '../../src/domain/re-registration/reinstate.service';
import { findNewestCase } from '../../src/domain/review-cases/review-case.repository';
import { createLogger } from '../../src/infrastructure/logger';
import { getReviewView } from '../../src/office/reviews/review-view';
import { eraseAccounts, findDueAccount } from '../../src/operations/erase-accounts';
import { normalisePeople } from '../../src/operations/normalise-people';
import { findOverdue } from '../../src/operations/retention';
import { signInAccount } from '../support/accounts';
import { findInClear } from '../support/find-in-clear';
import { newPassword, provePhone, toDetails } from '../support/register';
import { startTestApp, type TestApp } from '../support/test-app';

const DAYS = 183;
const who = {
  name: '阚鋆犇',
  number: '410103200206142088',
  phone: '15912340881',
  mailbox: 'gone@mail.example',
};
const settings = {
  signInDays: 400,
  codeDays: 400,
  letterDays: 730,
  messageDays: 400,
  requestDays: 730,
  caseDays: 1095,
  eraseDays: DAYS,
};

describe('the erasing of a cancelled account', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const count = async (table: string, where: object) =>
    Number((await app.database.knex(table).where(where).count())[0]?.count);

  /** Registers, signs in, and leaves something in whatever is an account's. @returns id of account and person */
  async function live(phone = who.phone): Promise<{ id: number; personId: number }> {
    const { knex } = app.database;
    await knex('throttles').delete();
    const { client } = await provePhone(app, phone);
    const details = { personName: who.name, identityNumber: who.number, email: who.mailbox, again: 'yes' };
    const page = await client.post('/account/register/details', toDetails(details));
    if (page.url !== '/account/register/done') throw new Error(page.text);
    await signInAccount(app, phone, newPassword);
    const { id, identity_index } = await knex('accounts').orderBy('id', 'desc').first();
    await knex('number_claims').whereNull('ended_at').update({ ended_at: new Date(), ended_by: 'gone' });
    const { id: personId } = await knex('persons').where({ identity_index }).first('id');
    const helper = await knex('accounts').where({ status: 'active' }).first('id', 'person_id');
    const seal = Buffer.from('sealed');
    await knex('account_factors').insert({
      account_id: id,
      kind: 'wechat',
      subject_index: Buffer.from(phone),
      subject_cipher: seal,
    });
    await knex('liveness_checks').insert({
      account_id: id,
      expires_at: new Date(),
      decided_at: new Date(),
      outcome: 'expired',
    });
    const ask = (accountId: number, person: number, classmate: string) =>
      knex('classmate_requests')
        .insert({
          account_id: accountId,
          person_id: person,
          classmate_name: classmate,
          institution_name: '雁湖大学',
          class_name: '一班',
          entry_year: 2020,
          expires_at: new Date(),
          withdrawn_at: new Date(0),
          match_code: '1234',
        })
        .returning('id');
    const [own] = await ask(id, personId, '同学');
    const [others] = await ask(helper.id, helper.person_id, who.name);
    await knex('classmate_invitations').insert([
      {
        request_id: own?.id,
        helper_account_id: helper.id,
        helper_person_id: helper.person_id,
        answer: 'open',
      },
      { request_id: others?.id, helper_account_id: id, helper_person_id: personId, answer: 'open' },
    ]);
    const [reviewed] = await knex('review_cases')
      .insert({
        person_id: personId,
        account_id: id,
        state: 'refused',
        round: 1,
        submitted_at: new Date(0),
        deadline_at: new Date(0),
        decided_at: new Date(),
      })
      .returning('id');
    await knex('review_sides').insert({ case_id: reviewed?.id, account_id: id, note_cipher: seal });
    await knex('review_pictures').insert({
      case_id: reviewed?.id,
      account_id: id,
      kind: 'emblem',
      content_index: seal,
      picture_cipher: seal,
      blurred_cipher: seal,
      received_at: new Date(0),
      resembles: false,
    });
    return { id, personId };
  }

  async function cancel(id: number, days: number): Promise<void> {
    await app.database
      .knex('accounts')
      .where({ id })
      .update({ status: 'cancelled', status_at: new Date(Date.now() - days * 86_400_000) });
  }

  const erase = (stopped?: () => boolean) => eraseAccounts(app.services.db, DAYS, stopped);

  it('leaves its number, its state and its times, and one line that names nobody', async () => {
    const { knex } = app.database;
    const { id, personId } = await live();
    const before = await knex('accounts').where({ id }).first();
    await cancel(id, DAYS - 1);
    expect(await erase()).toBe(0);
    await cancel(id, DAYS + 0.5);
    expect(await findOverdue(knex, settings)).toBeNull();
    expect(await erase(() => true)).toBe(0);
    await cancel(id, DAYS + 2);
    expect(await findOverdue(knex, settings)).toBe('accounts');
    expect(await erase()).toBe(1);
    expect(await erase()).toBe(0);

    const after = await knex('accounts').where({ id }).first();
    expect(after).toMatchObject({
      user_name: `#${id}`,
      status: 'cancelled',
      name: '',
      password_hash: '',
      created_at: before.created_at,
    });
    expect(after.erased_at).not.toBeNull();
    // What browsers hold runs out within hours.
    await knex('sessions').delete();
    for (const value of [who.name, before.user_name, ...Object.values(who)])
      expect(await findInClear(knex, value)).toEqual([]);
    for (const bytes of [
      before.identity_index,
      before.phone_index,
      before.identity_cipher,
      before.phone_cipher,
    ])
      expect(await findInClear(knex, bytes.toString('hex'))).toEqual([]);
    for (const table of deleted) expect([table, await count(table, { account_id: id })]).toEqual([table, 0]);
    expect(await count('classmate_invitations', { helper_account_id: id })).toBe(0);
    expect(await knex('review_sides').where({ account_id: id }).pluck('note_cipher')).toEqual([null]);
    expect(await knex('persons').where({ id: personId }).first('name', 'identity_index')).toEqual({
      name: '',
      identity_index: null,
    });
    expect(await knex('audit_entries').where({ action: 'eraseAccount' }).first()).toMatchObject({
      subject_kind: 'account',
      subject_id: String(id),
      detail: {},
      address: '',
    });
    const reviewed = await findNewestCase(knex, { accountId: id });
    if (reviewed === null) throw new Error('the case of an erased account is gone');
    await expect(getReviewView(knex, app.services.cipher, reviewed)).rejects.toMatchObject({ status: 404 });
    const reinstate = createReinstateService(knex, app.services.cipher);
    expect(await reinstate.reinstate(before.user_name, '测试')).toBe('unknown');
    expect(await reinstate.reinstate(`#${id}`, '测试')).toBe('unknown');
  });

  it('frees its number and its phone, for whoever registers with them is somebody new', async () => {
    const { id, personId } = await live();
    await cancel(id, DAYS + 1);
    expect(await erase()).toBe(1);
    const again = await live();
    expect([again.id > id, again.personId > personId]).toEqual([true, true]);
    await cancel(again.id, DAYS + 1);
    expect(await erase()).toBe(1);
  });

  it('leaves the person alone whose number another account has, or the register of students', async () => {
    const { knex } = app.database;
    const one = await live();
    const other = await live('15912340882');
    expect(other.personId).toBe(one.personId);
    await cancel(one.id, DAYS + 1);
    expect(await erase()).toBe(1);
    expect(await knex('persons').where({ id: one.personId }).first('name')).toEqual({ name: who.name });
    await cancel(other.id, DAYS + 1);
    await knex('student_records').insert({
      person_id: one.personId,
      state: 'enrolled',
      institution_name: '雁湖大学',
      level: '本科',
      class_name: '',
      number_cipher: Buffer.from('x'),
      number_index: Buffer.from('x'),
      entry_year: 2020,
    });
    expect(await erase()).toBe(1);
    expect(await knex('persons').where({ id: one.personId }).first('name')).toEqual({ name: who.name });
    await knex('student_records').where({ person_id: one.personId }).delete();
  });

  it.each([
    [
      'a case that reviewers have in hand',
      (id: number, personId: number) =>
        app.database.knex('review_cases').insert({
          person_id: personId,
          account_id: id,
          state: 'waiting',
          round: 1,
          submitted_at: new Date(),
          deadline_at: new Date(),
        }),
      () => app.database.knex('review_cases').where({ state: 'waiting' }).update({ state: 'lapsed' }),
    ],
    [
      'a claim that nobody has settled',
      (id: number, personId: number) =>
        app.database
          .knex('number_claims')
          .insert({ person_id: personId, new_account_id: id, old_account_id: id }),
      () =>
        app.database
          .knex('number_claims')
          .whereNull('ended_at')
          .update({ ended_at: new Date(), ended_by: 'gone' }),
    ],
  ])('waits for %s', async (_what, begin, end) => {
    const { id, personId } = await live();
    await cancel(id, DAYS + 1);
    await begin(id, personId);
    expect(await erase()).toBe(0);
    await end();
    expect(await erase()).toBe(1);
  });

  it('is done once by processes that do it at the same time', async () => {
    const { id } = await live();
    await cancel(id, DAYS + 1);
    const rounds = await Promise.all([erase(), erase(), erase()]);
    expect(rounds.toSorted()).toEqual([0, 0, 1]);
    expect(await count('audit_entries', { action: 'eraseAccount', subject_id: String(id) })).toBe(1);
  });

  it('is whole or not at all, and what cannot be erased keeps no other from it', async () => {
    const { knex } = app.database;
    const first = await live();
    const second = await live('15912340883');
    await cancel(first.id, DAYS + 1);
    await cancel(second.id, DAYS + 1);
    await knex.raw(`
      create function refuse_erasing() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
      create trigger refusing before update on accounts for each row when (new.user_name = '#${first.id}')
        execute function refuse_erasing()`);
    await expect(erase()).rejects.toThrow('not now');
    expect((await knex('accounts').where({ id: second.id }).first()).erased_at).not.toBeNull();
    expect(await count('account_mails', { account_id: first.id })).toBeGreaterThan(0);
    expect((await findDueAccount(knex, DAYS, 0))?.id).toBe(first.id);
    await knex.raw('drop trigger refusing on accounts; drop function refuse_erasing()');
    expect(await erase()).toBe(1);
  });

  it('is passed over by what reads every account', async () => {
    const { knex } = app.database;
    await knex('people_normal_forms').update({ version: 0 });
    await normalisePeople(knex, app.services.cipher, createLogger('silent'));
    expect((await knex('people_normal_forms').first('version')).version).toBeGreaterThan(0);
  });

  it('thinks of every table that names accounts or persons', async () => {
    const { rows } = await app.database.knex.raw<{ rows: { place: string }[] }>(
      `select distinct conrelid::regclass || '.' || attname as place from pg_constraint
         join pg_attribute on attrelid = conrelid and attnum = any (conkey)
        where contype = 'f' and confrelid in ('accounts'::regclass, 'persons'::regclass, 'account_sessions'::regclass)`,
    );
    const known = [...deleted.map((table) => `${table}.account_id`), ...thoughtOf];
    expect(rows.map(({ place }) => place).toSorted()).toEqual(known.toSorted());
  });
});

/** Of which nothing is left. */
const deleted = [
  'account_devices',
  'account_factors',
  'account_mails',
  'account_sessions',
  'account_sign_ins',
  'classmate_requests',
  'factor_scans',
  'liveness_checks',
  'outbox_messages',
  'platform_consents',
];

/** What goes with another, what keeps numbers of rows alone, and the register of students. */
const thoughtOf = [
  'oidc_records.account_session_id',
  'platform_sessions.account_session_id',
  'accounts.person_id',
  'account_links.account_id',
  'classmate_invitations.helper_account_id',
  'classmate_invitations.helper_person_id',
  'classmate_requests.person_id',
  'number_claims.new_account_id',
  'number_claims.old_account_id',
  'number_claims.person_id',
  're_registrations.new_account_id',
  're_registrations.old_account_id',
  're_registrations.person_id',
  'review_cases.account_id',
  'review_cases.person_id',
  'review_cases.rival_id',
  'review_sides.account_id',
  'student_records.person_id',
  // The keyed hash of a mailbox, which serves once for ever.
  'used_emails.account_id',
];
