import type { Knex } from 'knex';
import { remindOfDrafts } from '../../../src/domain/reminders/reminders';
import type { SealContext } from '../../../src/infrastructure/security/cipher';
import { startMessages } from '../../../src/operations/start-messages';
import {
  changePack,
  file,
  forgetFilings,
  idOf,
  moveWindow,
  people,
  signIn,
  sound,
} from '../../candidate/filing/filing';
import { startTestApp, type TestApp } from '../../support/test-app';
import { turnSwitch } from '../../support/turn-switch';
import { silent } from './outbox';

const HOUR = 3_600_000;
const BATCH = 'early-other';

describe('reminders of drafts that were never saved', () => {
  let app: TestApp;
  let closesAt: Date;
  let start: Date;

  beforeAll(async () => {
    app = await startTestApp();
    start = app.clock.read();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await forgetFilings(app);
    for (const table of ['outbox_messages', 'reminders', 'reminder_rounds'])
      await app.database.knex(table).delete();
    app.clock.set(start);
    closesAt = new Date(start.getTime() + 72 * HOUR);
    await moveClosing(closesAt);
  });

  /** Twice: the first may join a look that began before the change. */
  const refresh = async () => {
    await app.services.reference.refresh();
    await app.services.reference.refresh();
  };
  const moveClosing = async (to: Date) => {
    await moveWindow(app, BATCH, { closesAt: to });
    await refresh();
  };
  const remind = () => remindOfDrafts(app.services);
  const hoursBefore = (hours: number, ms = 0) => new Date(closesAt.getTime() - hours * HOUR + ms);
  const keepDraft = async (candidateNumber: string, updatedAt = start) =>
    app.database.knex('application_drafts').insert({
      candidate_id: await idOf(app, candidateNumber),
      batch_code: BATCH,
      tab: 'tab',
      fields: '{}',
      updated_at: updatedAt,
    });
  const listMails = () => app.database.knex('mails').where({ kind: 'draftReminder' }).orderBy('id').select();
  const listMessages = () => app.database.knex('outbox_messages').orderBy('id').select();

  it('tell each such candidate by mail and message, at 24 and at 2 hours, once', async () => {
    for (const person of [people.pilot, people.squad, people.rural]) await keepDraft(person);
    const counts: number[] = [];
    for (const at of [
      hoursBefore(24, -1),
      hoursBefore(24),
      hoursBefore(23),
      hoursBefore(2, -1),
      hoursBefore(2),
    ]) {
      app.clock.set(at);
      counts.push(await remind());
    }
    app.clock.set(closesAt);
    counts.push(await remind());
    expect(counts).toEqual([0, 3, 0, 0, 3, 0]);

    const mails = await listMails();
    expect(mails).toHaveLength(6);
    expect(mails[0]?.title).toContain('志愿尚未保存');
    expect(mails[0]?.body).toContain('还没有保存志愿');
    expect(mails[0]?.sent_at).toEqual(hoursBefore(24));
    const messages = await listMessages();
    expect(messages.map(({ channel }) => channel).sort()).toEqual(['sms', 'sms', 'wechat', 'wechat']);
    expect(messages.every((message) => message.kind === 'draftReminder' && !message.at_most_once)).toBe(true);
  });

  it('send one for one mark, however many processes look at once', async () => {
    for (const person of [people.pilot, people.squad, people.rural]) await keepDraft(person);
    app.clock.set(hoursBefore(2));
    await Promise.all([remind(), remind(), remind(), remind()]);
    await remind();
    expect(await listMails()).toHaveLength(3);
    expect(await listMessages()).toHaveLength(2);
  });

  it('tell who has saved and not confirmed, where only a confirmed list counts', async () => {
    const before = await app.database.knex('rule_packs').where({ active: true }).first();
    await changePack(app, (pack) => ({
      ...pack,
      batches: pack.batches.map((batch) =>
        batch.exclusiveGroup === 'G1'
          ? { ...batch, finalConfirmation: { retractions: 1, unconfirmed: 'void' } }
          : batch,
      ),
    }));
    await refresh();
    await file(await signIn(app, people.pilot), BATCH, sound);
    await file(await signIn(app, people.rural), BATCH, sound);
    await app.database
      .knex('application_groups')
      .where({ candidate_id: await idOf(app, people.rural) })
      .update({ confirmed_ordinal: 1 });
    app.clock.set(hoursBefore(2));
    expect(await remind()).toBe(1);
    const mails = await app.database.knex('mails').where({ kind: 'confirmationReminder' });
    expect(mails.map(({ candidate_id }) => candidate_id)).toEqual([await idOf(app, people.pilot)]);
    expect(mails[0].body).toContain('截止时没有确认的志愿无效');
    await app.database
      .knex('rule_packs')
      .where({ id: before.id })
      .update({ body: JSON.stringify(before.body) });
    await refresh();
  });

  it('are not repeated when everybody is looked at again', async () => {
    await keepDraft(people.pilot);
    app.clock.set(hoursBefore(2));
    expect(await remind()).toBe(1);
    await app.database.knex('reminder_rounds').delete();
    expect(await remind()).toBe(0);
  });

  it('are left to the process that is at it', async () => {
    await keepDraft(people.pilot);
    app.clock.set(hoursBefore(2));
    await app.database.knex.transaction(async (transaction) => {
      await transaction.raw('select pg_advisory_xact_lock(4210734)');
      expect(await remind()).toBe(0);
    });
    expect(await remind()).toBe(1);
  });

  it('are all sent after a failure in the middle, none of them twice', async () => {
    for (const person of [people.pilot, people.squad, people.rural]) await keepDraft(person);
    app.clock.set(hoursBefore(2));
    let encrypted = 0;
    const cipher = {
      ...app.services.cipher,
      encrypt: (text: string, context: SealContext) => {
        encrypted += 1;
        if (encrypted === 2) throw new Error('away');
        return app.services.cipher.encrypt(text, context);
      },
    };
    await expect(remindOfDrafts({ ...app.services, cipher })).rejects.toThrow('away');
    expect([await listMails(), await listMessages()]).toEqual([[], []]);
    expect(await remind()).toBe(3);
  });

  it('go on where they were ended', async () => {
    await keepDraft(people.pilot);
    app.clock.set(hoursBefore(2));
    expect(await remindOfDrafts(app.services, () => false)).toBe(0);
    expect(await remind()).toBe(1);
  });

  it.each([
    ['readOnly', 0],
    ['stopSaves', 0],
    ['noSignIns', 1],
  ] as const)(
    'under %s are looked for %i times: nobody is told to save what cannot be saved',
    async (name, times) => {
      let looked = 0;
      const now = (db: Knex) => {
        looked += 1;
        return app.clock.now(db);
      };
      await turnSwitch(app, name, true);
      await startMessages({ ...app.services, clock: { ...app.services.clock, now } }, silent).stop();
      await turnSwitch(app, name, false);
      expect(looked).toBe(times);
    },
  );

  it('pass over whoever has saved', async () => {
    await file(await signIn(app, people.pilot), BATCH, sound);
    await app.database.knex('application_drafts').delete();
    await keepDraft(people.pilot);
    await keepDraft(people.squad);
    app.clock.set(hoursBefore(24));
    expect(await remind()).toBe(1);
    expect((await listMails())[0]?.candidate_id).toBe(await idOf(app, people.squad));
  });

  it('pass over whoever has typed since the mark, until the next mark', async () => {
    await keepDraft(people.pilot, hoursBefore(24, 1));
    app.clock.set(hoursBefore(23));
    expect(await remind()).toBe(0);
    app.clock.set(hoursBefore(2));
    expect(await remind()).toBe(1);
  });

  it.each([
    [
      'is frozen',
      () =>
        app.database
          .knex('candidates')
          .where({ candidate_number: people.pilot })
          .update({ frozen_at: start }),
      () => app.database.knex('candidates').update({ frozen_at: null }),
    ],
    [
      'has given the group up',
      async () => {
        const batch = app.services.filing.getBatch(BATCH);
        await app.database.knex('application_groups').insert({
          candidate_id: await idOf(app, people.pilot),
          group_code: batch.abandonGroup ?? batch.code,
          abandoned_at: start,
        });
      },
      () => app.database.knex('application_groups').delete(),
    ],
  ])('pass over whoever %s', async (_what, change, undo) => {
    await keepDraft(people.pilot);
    await change();
    app.clock.set(hoursBefore(2));
    expect(await remind()).toBe(0);
    await undo();
  });

  it("come before the end of the candidate's own window, and again when it is moved", async () => {
    await keepDraft(people.pilot);
    const { county_code: county } = await app.database
      .knex('candidates')
      .where({ candidate_number: people.pilot })
      .first('county_code');
    const [province] = await app.database.knex('windows').where({ batch_code: BATCH });
    const { id: _id, stages, sessions, ...window } = province;
    const later = new Date(closesAt.getTime() + 6 * HOUR);
    await app.database.knex('windows').insert({
      ...window,
      stages: JSON.stringify(stages),
      sessions: JSON.stringify(sessions),
      scope_kind: 'county',
      scope_value: county,
      closes_at: later,
    });
    await refresh();
    app.clock.set(hoursBefore(2));
    expect(await remind()).toBe(1);
    expect(await app.database.knex('reminders').first('closes_at', 'hours_before')).toEqual({
      closes_at: later,
      hours_before: 24,
    });
    await app.database.knex('windows').where({ scope_kind: 'county' }).delete();
    await refresh();
    expect(await remind()).toBe(0);
    const moved = new Date(closesAt.getTime() + HOUR);
    await moveClosing(moved);
    app.clock.set(new Date(moved.getTime() - 2 * HOUR));
    expect(await remind()).toBe(1);
  });
});
