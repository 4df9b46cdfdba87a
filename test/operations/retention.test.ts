import type { RetentionSettings } from '../../src/infrastructure/config/retention-settings';
import { applyRetention, findOverdue, retention } from '../../src/operations/retention';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const settings: RetentionSettings = {
  signInDays: 400,
  codeDays: 30,
  letterDays: 730,
  messageDays: 400,
  requestDays: 730,
  caseDays: 1095,
  eraseDays: 183,
};
/** More than one step deletes. */
const MANY = 1_200;

describe('what is deleted when its days are over', () => {
  let database: TestDatabase;
  let candidateId: number;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    candidateId = (await database.knex('candidates').first('id')).id;
    await empty();
  });
  afterAll(() => database.drop());
  async function empty(): Promise<void> {
    const parts = retention.flatMap((kept) => (kept.parts ?? []).map(([table]) => table));
    for (const table of ['oidc_records', ...parts, ...retention.map((kept) => kept.table)])
      await database.knex(table).delete();
  }
  beforeEach(async () => {
    await empty();
  });

  /** Sign-ins of so many days ago, one behind the other. */
  const signIn = (count: number, days: number) =>
    database.knex.raw(
      `insert into sign_ins (candidate_id, at, outcome, address, device, user_agent)
       select ?, clock_timestamp() - make_interval(days => ?), 'signedIn', '203.0.113.9', 'x', ''
       from generate_series(1, ?)`,
      [candidateId, days, count],
    );
  const code = (days: number) =>
    database.knex.raw(
      `insert into message_codes (serial_number, purpose, candidate_id, journey_hash, channel, destination_index,
         code_hash, tries_left, expires_at)
       values ('1', 'risk', ?, '', 'sms', '', '', 3, clock_timestamp() - make_interval(days => ?))`,
      [candidateId, days],
    );
  const count = async (table: string) => Number((await database.knex(table).count())[0]?.count);

  it('goes in steps, all of it, and nothing beside it', async () => {
    await signIn(MANY, 401);
    await signIn(3, 399);
    await code(31);
    await code(29);
    const none = Object.fromEntries(retention.map(({ table }) => [table, 0]));
    expect(await applyRetention(database.knex, settings)).toEqual({
      ...none,
      sign_ins: MANY,
      message_codes: 1,
    });
    expect([await count('sign_ins'), await count('message_codes')]).toEqual([3, 1]);
    expect((await applyRetention(database.knex, settings)).sign_ins).toBe(0);
  });

  it('is shared by processes that do it at the same time', async () => {
    await signIn(MANY, 401);
    const rounds = await Promise.all([1, 2, 3].map(() => applyRetention(database.knex, settings)));
    const once = rounds.reduce((sum, deleted) => sum + (deleted.sign_ins ?? 0), 0);
    expect(once + (await count('sign_ins'))).toBe(MANY);
    await applyRetention(database.knex, settings);
    expect(await count('sign_ins')).toBe(0);
  });

  it('stops between two steps, and goes on with the next round', async () => {
    await signIn(MANY, 401);
    let asked = 0;
    const deleted = await applyRetention(database.knex, settings, () => {
      asked += 1;
      return asked > 1;
    });
    expect(deleted.sign_ins).toBeGreaterThan(0);
    expect(await count('sign_ins')).toBe(MANY - (deleted.sign_ins ?? 0));
    await applyRetention(database.knex, settings);
    expect(await count('sign_ins')).toBe(0);
  });

  const letter = (days: number) =>
    database.knex.raw(
      `with letter as (
         insert into mails (candidate_id, kind, title, body, sent_at, written_at)
         select ?, 'x', '', '', at, at from (select clock_timestamp() - make_interval(days => ?) as at) as sent
         returning id)
       insert into mail_readings (mail_id, candidate_id, read_at) select id, ?, now() from letter`,
      [candidateId, days, candidateId],
    );

  it('takes letters with their readings, those of this year never, and announcements never', async () => {
    await letter(731);
    await letter(729);
    await database.knex('mails').insert({
      candidate_id: null,
      kind: 'x',
      title: '',
      body: '',
      sent_at: new Date(0),
      written_at: new Date(0),
    });
    expect((await applyRetention(database.knex, settings)).mails).toBe(1);
    // However few the days are, what came this year stays.
    const { rows } = await database.knex.raw<{ rows: { days: number }[] }>(
      `select extract(doy from clock_timestamp() at time zone 'Asia/Shanghai')::int - 1 as days`,
    );
    await letter(rows[0]?.days ?? 0);
    expect((await applyRetention(database.knex, { ...settings, letterDays: -1 })).mails).toBe(1);
    expect(await count('mails')).toBe(2);
    expect(await count('mail_readings')).toBe(1);
  });

  it('is held up by nothing that stays', async () => {
    await database.knex.raw(
      `insert into account_mails (account_id, kind, title, body, sent_at)
       select (select min(id) from accounts), 'x', '', '', clock_timestamp() - make_interval(days => 800 - 2 * (n % 2) * 400)
         from generate_series(1, ?) as n`,
      [2 * MANY],
    );
    // Among the oldest every second one is of today.
    expect((await applyRetention(database.knex, settings)).account_mails).toBeGreaterThan(MANY / 3);
  });

  it('takes messages that left or were given up, never one that waits', async () => {
    const old = new Date(Date.now() - 401 * 86_400_000);
    const message = (values: object) => ({
      candidate_id: candidateId,
      kind: 'x',
      channel: 'sms',
      destination_cipher: '',
      text_cipher: '',
      at_most_once: false,
      created_at: old,
      next_attempt_at: old,
      ...values,
    });
    await database
      .knex('outbox_messages')
      .insert([
        message({ sent_at: null, given_up_at: null }),
        message({ sent_at: old }),
        message({ given_up_at: old }),
        message({ sent_at: new Date() }),
      ]);
    expect((await applyRetention(database.knex, settings)).outbox_messages).toBe(2);
    expect(await count('outbox_messages')).toBe(2);
  });

  it('takes idle sessions with what platforms were told of them, never one of which a platform waits to be told', async () => {
    const { knex } = database;
    const account = await knex('accounts').first('id');
    const platform = await knex('platforms').first('code');
    const session = async (name: string, values: object) => {
      const [row] = await knex('account_sessions')
        .insert({
          account_id: account.id,
          session_hash: Buffer.from(name),
          address: '',
          device: '',
          user_agent: '',
          began_at: new Date(0),
          seen_at: new Date(0),
        })
        .returning('id');
      await knex('platform_sessions').insert({
        account_session_id: row?.id,
        platform_code: platform.code,
        sid: name,
        subject: '7a0f0c5e-5f43-4a4c-9c57-1a2b3c4d5e6f',
        began_at: new Date(0),
        ...values,
      });
    };
    await session('told', { ended_at: new Date(0), told_at: new Date(0) });
    await session('untold', { ended_at: new Date(0) });
    await session('left', {});
    const deleted = await applyRetention(knex, settings);
    expect([deleted.platform_sessions, deleted.account_sessions]).toEqual([2, 2]);
    expect(await knex('platform_sessions').pluck('sid')).toEqual(['untold']);
  });

  it('takes requests for help that ended, with their answers, never one whose owner is not told yet', async () => {
    const { knex } = database;
    const account = await knex('accounts').where({ status: 'active' }).first('id', 'person_id');
    const request = async (values: object) => {
      const [row] = await knex('classmate_requests')
        .insert({
          account_id: account.id,
          person_id: account.person_id,
          classmate_name: '',
          institution_name: '',
          class_name: '',
          entry_year: 2020,
          expires_at: new Date(0),
          match_code: '1234',
          ...values,
        })
        .returning('id');
      await knex('classmate_invitations').insert({
        request_id: row?.id,
        helper_account_id: account.id,
        helper_person_id: account.person_id,
        answer: 'open',
      });
    };
    await request({ end_told_at: new Date(0) });
    await request({ withdrawn_at: new Date(0) });
    await request({});
    const deleted = await applyRetention(knex, settings);
    expect([deleted.classmate_invitations, deleted.classmate_requests]).toEqual([2, 2]);
    expect(await count('classmate_requests')).toBe(1);
  });

  /** Two accounts and their person, and an officer. */
  async function readPeople() {
    const { knex } = database;
    const [one, other] = await knex('accounts')
      .whereNotNull('person_id')
      .orderBy('id')
      .select('id', 'person_id');
    const officer = await knex('officers').where({ role: 'reviewer' }).first('id');
    return { one, other, officer };
  }

  it('takes cases with all that belongs to them, never one that waits or is to be bound', async () => {
    const { knex } = database;
    const { one, other, officer } = await readPeople();
    const old = new Date(Date.now() - 1096 * 86_400_000);
    const sent = { submitted_at: old, deadline_at: old };
    const open = async (state: string, values: object, account = one) => {
      const [row] = await knex('review_cases')
        .insert({ person_id: one.person_id, account_id: account.id, state, created_at: old, ...values })
        .returning('id');
      const of = { case_id: row?.id };
      await knex('review_sides').insert({ ...of, account_id: account.id, note_cipher: Buffer.from('x') });
      await knex('review_pictures').insert({
        ...{ ...of, account_id: account.id, kind: 'emblem', content_index: '', deleted_at: old },
      });
      await knex('review_verdicts').insert({
        ...{ ...of, round: 1, officer_id: officer.id, verdict: 'applicant', reasons: [] },
      });
      await knex('review_openings')
        .insert({ ...of, officer_id: officer.id, expires_at: old })
        .onConflict()
        .ignore();
      return row?.id;
    };
    await open('refused', { ...sent, decided_at: old });
    await open('lapsed', sent);
    await open('draft', {});
    const waiting = await open('waiting', sent, other);
    const young = await open('bound', { ...sent, decided_at: new Date(Date.now() - 1094 * 86_400_000) });
    const [third] = await knex('accounts').whereNotIn('id', [one.id, other.id]).select('id', 'person_id');
    const approved = await open('approved', { ...sent, decided_at: old, bind_until: old }, third);
    expect((await applyRetention(knex, settings)).review_cases).toBe(3);
    const kept = [waiting, young, approved];
    expect(await knex('review_cases').orderBy('id').pluck('id')).toEqual(kept);
    for (const table of ['review_sides', 'review_pictures', 'review_verdicts'])
      expect(await knex(table).orderBy('case_id').pluck('case_id')).toEqual(kept);
    expect(await findOverdue(knex, settings)).toBeNull();
  });

  it('takes claims that ended with their links, never one that goes on or was objected to', async () => {
    const { knex } = database;
    const { one, other } = await readPeople();
    const old = new Date(Date.now() - 1096 * 86_400_000);
    const claim = async (name: string, values: object) => {
      const accounts = { new_account_id: one.id, old_account_id: other.id };
      const [row] = await knex('number_claims')
        .insert({ person_id: one.person_id, ...accounts, created_at: old, ...values })
        .returning('id');
      await knex('objection_links').insert({ token_hash: Buffer.from(name), claim_id: row?.id });
      return row?.id;
    };
    const over = { ended_at: old, ended_by: 'proved' };
    await claim('ended', over);
    const kept = [
      await claim('objected', { ...over, objected_at: old, objection_cipher: Buffer.from('x') }),
      await claim('young', { ended_at: new Date(Date.now() - 1094 * 86_400_000), ended_by: 'void' }),
      await claim('open', {}),
    ];
    expect((await applyRetention(knex, settings)).number_claims).toBe(1);
    expect(await knex('number_claims').orderBy('id').pluck('id')).toEqual(kept);
    expect(await knex('objection_links').orderBy('claim_id').pluck('claim_id')).toEqual(kept);
  });

  it('is told by the oldest row where it was not done', async () => {
    await signIn(1, 400);
    expect(await findOverdue(database.knex, settings)).toBeNull();
    await database.knex('sign_ins').delete();
    await signIn(1, 402);
    expect(await findOverdue(database.knex, settings)).toBe('sign_ins');
  });

  it('never is a table that the ledger or the law wants kept', async () => {
    const { rows } = await database.knex.raw<{ rows: { relname: string }[] }>(
      `select distinct relname from pg_trigger join pg_class on pg_class.oid = tgrelid
         join pg_proc on pg_proc.oid = tgfoid where proname = 'refuse_change'`,
    );
    const kept = rows.map(({ relname }) => relname);
    expect(kept.length).toBeGreaterThan(3);
    for (const { table, parts = [] } of retention)
      for (const one of [table, ...parts.map(([name]) => name)]) expect(kept).not.toContain(one);
  });
});
