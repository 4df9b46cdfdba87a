import { GatewayError, type MessageGateway } from '../../../src/domain/messages/gateway';
import { createOutboxQueue } from '../../../src/domain/messages/outbox-queue.repository';
import { createSender, type Sender, type SenderPace } from '../../../src/domain/messages/sender';
import { createLogger } from '../../../src/infrastructure/logger';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import {
  bindPhone,
  cipher,
  createGate,
  createKeepingGateway,
  PHONE,
  sendCode,
  signature,
  silent,
  tell,
} from './outbox';

describe('the sender', () => {
  let database: TestDatabase;
  let candidate: number;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    candidate = await bindPhone(database.knex);
  });
  afterAll(() => database.drop());
  beforeEach(() => database.knex('outbox_messages').delete());
  afterEach(async () => {
    for (const sender of started.splice(0)) await sender.stop();
  });

  const createOver = (gateway: MessageGateway, pace: Partial<SenderPace> = {}, log = silent) =>
    createSender({
      queue: createOutboxQueue(database.knex),
      gateways: { sms: gateway, wechat: null },
      cipher,
      log,
      signature,
      pace,
      chance: () => 0.5,
    });
  const started: Sender[] = [];
  const start = (gateway: MessageGateway, pace: Partial<SenderPace> = {}) => {
    const sender = createOver(gateway, pace);
    started.push(sender);
    sender.start();
    return sender;
  };
  const listRows = () => database.knex('outbox_messages').orderBy('id').select();
  const makeDue = () =>
    database
      .knex('outbox_messages')
      .update({ next_attempt_at: database.knex.raw("now() - interval '1 second'") });

  it('hands each message over whole, under its stable id, and takes its text out', async () => {
    await tell(database.knex, candidate);
    const [before] = await listRows();
    const gateway = createKeepingGateway();
    expect(await createOver(gateway).sendDue()).toBe(1);
    expect(gateway.kept).toEqual([
      {
        stableId: before.stable_id,
        channel: 'sms',
        destination: PHONE,
        text: '【河南省招生办公室】您的登录密码于06月26日 08:00修改。非本人操作请用“忘记密码”重设，再到收件箱点击“不是我操作”。',
        lifeSeconds: null,
      },
    ]);
    const [after] = await listRows();
    expect(after).toMatchObject({
      attempts: 1,
      text_cipher: null,
      given_up_at: null,
      sent_at: expect.any(Date),
    });
    expect(await createOver(gateway).sendDue()).toBe(0);
  });

  it('sends nothing of a transaction that was rolled back', async () => {
    const event = database.knex.transaction(async (transaction) => {
      await tell(transaction, candidate);
      throw new Error('undone');
    });
    await expect(event).rejects.toThrow('undone');
    const gateway = createKeepingGateway();
    expect(await createOver(gateway).sendDue()).toBe(0);
  });

  it('tries a notice again under the same id after 5, 10, 20 seconds while the gateway is down', async () => {
    await tell(database.knex, candidate);
    const ids: string[] = [];
    let down = true;
    const gateway = createKeepingGateway(({ stableId }) => {
      ids.push(stableId);
      if (down) throw Object.assign(new Error(`no route to ${PHONE}`), { code: 'ECONNREFUSED' });
    });
    const delays: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await createOver(gateway).sendDue();
      const { rows } = await database.knex.raw(
        'select extract(epoch from next_attempt_at - clock_timestamp()) as delay, last_error from outbox_messages',
      );
      delays.push(Math.round(rows[0].delay / 5) * 5);
      expect(rows[0].last_error).toBe('Error ECONNREFUSED');
      await makeDue();
    }
    expect(delays).toEqual([5, 10, 20]);
    down = false;
    await createOver(gateway).sendDue();
    expect(new Set(ids).size).toBe(1);
    const [row] = await listRows();
    expect(row).toMatchObject({
      attempts: 4,
      text_cipher: null,
      last_error: null,
      sent_at: expect.any(Date),
    });
  });

  it('waits for what is due: a failed message is left alone until then', async () => {
    await tell(database.knex, candidate);
    const gateway = createKeepingGateway(() => {
      throw new GatewayError('down');
    });
    const sender = createOver(gateway);
    expect([await sender.sendDue(), await sender.sendDue()]).toEqual([1, 0]);
  });

  it('gives up after a day, and at once what can never arrive', async () => {
    await tell(database.knex, candidate);
    await tell(database.knex, candidate);
    const [old] = await listRows();
    await database
      .knex('outbox_messages')
      .where({ id: old.id })
      .update({ created_at: database.knex.raw("now() - interval '24 hours'") });
    const gateway = createKeepingGateway(() => {
      throw new GatewayError('no such number', true);
    });
    expect(await createOver(gateway).sendDue()).toBe(1);
    const rows = await listRows();
    expect(rows.map((row) => [row.attempts, row.last_error, row.text_cipher, row.sent_at])).toEqual([
      [0, 'overdue', null, null],
      [1, 'no such number', null, null],
    ]);
    expect(rows.every((row) => row.given_up_at instanceof Date)).toBe(true);
  });

  it('never sends an expired code, and tells a gateway how long a code lives', async () => {
    await sendCode(database.knex, candidate, '过期', 120);
    await database.knex('outbox_messages').update({ expires_at: database.knex.raw('now()') });
    await sendCode(database.knex, candidate, '有效', 120);
    const gateway = createKeepingGateway();
    await createOver(gateway).sendDue();
    expect(gateway.kept.map(({ text }) => text)).toEqual(['【河南省招生办公室】有效']);
    expect(gateway.kept[0]?.lifeSeconds).toBeGreaterThan(100);
    expect(gateway.kept[0]?.lifeSeconds).toBeLessThanOrEqual(120);
    const [expired] = await listRows();
    expect(expired).toMatchObject({ text_cipher: null, attempts: 0, given_up_at: expect.any(Date) });
  });

  it.each([
    ['has expired', { expires_at: 'statement_timestamp()' }],
    ['is a day old', { created_at: "statement_timestamp() - interval '24 hours'" }],
    ['was tried before', { attempts: '1' }],
    ['is given up', { given_up_at: 'now()' }],
    ['is not due', { next_attempt_at: "now() + interval '1 second'" }],
  ])(
    'claims no code that %s, even before anybody has given it up',
    async (_what, change: Record<string, string>) => {
      await sendCode(database.knex, candidate);
      const values = Object.entries(change).map(([name, value]) => [name, database.knex.raw(value)]);
      await database.knex('outbox_messages').update(Object.fromEntries(values));
      const lane = { channel: 'sms', atMostOnce: true } as const;
      expect(await createOutboxQueue(database.knex).claim(lane, 10, 60)).toEqual([]);
      await database.knex('outbox_messages').delete();
      await sendCode(database.knex, candidate);
      expect(await createOutboxQueue(database.knex).claim(lane, 10, 60)).toHaveLength(1);
    },
  );

  it('takes the text out of a code before it leaves, and never sends it again after a failure', async () => {
    await sendCode(database.knex, candidate);
    let seen: unknown;
    const gateway = createKeepingGateway(async () => {
      const [row] = await listRows();
      seen = [row.text_cipher, row.attempts];
      throw new GatewayError('down');
    });
    await createOver(gateway).sendDue();
    expect(seen).toEqual([null, 1]);
    const [row] = await listRows();
    await makeDue();
    expect(await createOver(gateway).sendDue()).toBe(0);
    expect(row).toMatchObject({
      attempts: 1,
      sent_at: null,
      given_up_at: expect.any(Date),
      last_error: 'down',
    });
  });

  it('takes no answer for a failed attempt, and keeps on with the others', async () => {
    await tell(database.knex, candidate, '10.0.0.1');
    await tell(database.knex, candidate, '10.0.0.2');
    const [slow] = await listRows();
    const gateway = createKeepingGateway(({ stableId }) =>
      stableId === slow.stable_id ? new Promise<never>(() => undefined) : undefined,
    );
    expect(await createOver(gateway, { sendMs: 50 }).sendDue()).toBe(2);
    const rows = await listRows();
    expect(rows.map((row) => row.last_error)).toEqual(['no answer in time', null]);
    expect(rows.map((row) => row.sent_at !== null)).toEqual([false, true]);
  });

  it('notes as sent what a slow gateway accepted after another sender had given it up', async () => {
    await sendCode(database.knex, candidate);
    const gateway = createKeepingGateway(async () => {
      await database.knex('outbox_messages').update({ expires_at: database.knex.raw('clock_timestamp()') });
      await createOutboxQueue(database.knex).giveUpOverdue();
    });
    await createOver(gateway).sendDue();
    const [row] = await listRows();
    expect(row).toMatchObject({ given_up_at: null, sent_at: expect.any(Date) });
  });

  it('sends each message once when two senders work at once', async () => {
    for (let index = 0; index < 60; index += 1) await tell(database.knex, candidate, `10.0.1.${index}`);
    const gateway = createKeepingGateway(() => new Promise((resolve) => setImmediate(resolve)));
    const senders = [createOver(gateway, { batch: 7 }), createOver(gateway, { batch: 7 })];
    const counts = await Promise.all(senders.map((sender) => sender.sendDue()));
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(gateway.kept).toHaveLength(60);
    expect(new Set(gateway.kept.map(({ stableId }) => stableId)).size).toBe(60);
  });

  it('holds up no code behind notices that a gateway does not answer', async () => {
    await tell(database.knex, candidate);
    await sendCode(database.knex, candidate);
    const [codeArrived, noticeAccepted] = [createGate(), createGate()];
    const gateway = createKeepingGateway(({ lifeSeconds }) => {
      if (lifeSeconds === null) return noticeAccepted.passed;
      codeArrived.open();
    });
    start(gateway);
    await codeArrived.passed;
    noticeAccepted.open();
  });

  it('sends soon after a commit of the same process, and nothing more once it is stopped', async () => {
    let arrival = createGate();
    const gateway = createKeepingGateway(() => arrival.open());
    const sender = start(gateway, { pollMs: 60_000 });
    for (let index = 0; index < 3; index += 1) {
      arrival = createGate();
      await tell(database.knex, candidate);
      await arrival.passed;
    }
    await sender.stop();
    await tell(database.knex, candidate);
    expect(gateway.kept).toHaveLength(3);
  });

  it('waits at its end for the message under way', async () => {
    await tell(database.knex, candidate);
    const [begun, accepted] = [createGate(), createGate()];
    const sender = start(
      createKeepingGateway(() => {
        begun.open();
        return accepted.passed;
      }),
    );
    await begun.passed;
    const stopped = sender.stop();
    accepted.open();
    await stopped;
    const [row] = await listRows();
    expect(row.sent_at).toBeInstanceOf(Date);
  });

  it('does not wait for ever at its end: what is under way is left to the lease', async () => {
    await tell(database.knex, candidate);
    const [begun, accepted] = [createGate(), createGate()];
    const sender = start(
      createKeepingGateway(() => {
        begun.open();
        return accepted.passed;
      }),
      { stopMs: 20 },
    );
    await begun.passed;
    await sender.stop();
    const [row] = await listRows();
    expect(row).toMatchObject({ sent_at: null, given_up_at: null, text_cipher: expect.any(Buffer) });
    accepted.open();
    await sender.stop();
  });

  it('writes neither number nor text into its log', async () => {
    const lines: string[] = [];
    const log = createLogger('info');
    const write = (entry: object, text: string) => lines.push(JSON.stringify(entry) + text);
    Object.assign(log, { info: write, warn: write, error: write });
    await tell(database.knex, candidate);
    const gateway = createKeepingGateway(({ text }) => {
      throw new Error(`could not reach ${PHONE}: ${text}`);
    });
    await createOver(gateway, {}, log).sendDue();
    await database
      .knex('outbox_messages')
      .update({ created_at: database.knex.raw("now() - interval '25 hours'") });
    await createOver(gateway, {}, log).sendDue();
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(new RegExp(`${PHONE.slice(0, 7)}|登录密码`));
  });
});
