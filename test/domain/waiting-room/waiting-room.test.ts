import { Redis } from 'ioredis';
import { createPostgresPlaces } from '../../../src/domain/waiting-room/place.repository';
import type { PlaceStore } from '../../../src/domain/waiting-room/place-store';
import { createRedisPlaces } from '../../../src/domain/waiting-room/redis-places';
import { createWaitingRoom } from '../../../src/domain/waiting-room/waiting-room';
import { createLogger, type Logger } from '../../../src/infrastructure/logger';
import { openRedisClient } from '../../../src/infrastructure/redis-client';
import { startRedis, type TestRedis } from '../../support/redis';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const silent = createLogger('silent');
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(['PostgreSQL', 'Redis'])('the waiting room, its line in %s', (kind) => {
  let database: TestDatabase;
  let redis: TestRedis | null = null;
  const clients: Redis[] = [];
  const limits = { rate: 20, most: 100_000, held: true };

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = kind === 'Redis' ? await startRedis() : null;
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await redis?.stop();
    await database.drop();
  });
  beforeEach(async () => {
    limits.held = true;
    await database.knex('waiting_lines').update({ line: null });
    if (redis !== null) await openClient(redis.url).flushall();
  });

  function openClient(url: string): Redis {
    const client = new Redis(url);
    clients.push(client);
    return client;
  }

  const openStore = (): PlaceStore =>
    redis === null ? createPostgresPlaces(database.knex) : createRedisPlaces(openClient(redis.url));

  const openRoom = (store = openStore(), log: Logger = silent) =>
    createWaitingRoom({ store, limits: () => limits, isPressed: () => false, processes: 1, log });

  const take = async (room: ReturnType<typeof openRoom>, count: number) =>
    (await Promise.all(Array.from({ length: count }, () => room.take()))).map(
      (ticket) => ticket?.place ?? null,
    );

  it('is one line for all processes: places of one are called by the other', async () => {
    const [one, other] = [openRoom(), openRoom()];
    const [first = 0] = await take(one, 1);
    const [second = 0] = await take(other, 1);
    expect((await one.describe()).waiting + (await other.describe()).waiting).toBeGreaterThanOrEqual(2);
    await wait(1100);
    expect([await one.describe(), await other.describe()].map(({ waiting }) => waiting)).toEqual([2, 2]);
    limits.held = false;
    await wait(1100);
    expect(await other.findStanding(first ?? 0)).toEqual({ state: 'called' });
    expect(await one.findStanding(second ?? 0)).toEqual({ state: 'called' });
  });

  it('loses nobody of many who come at once at several processes', async () => {
    const rooms = [openRoom(), openRoom(), openRoom()];
    await Promise.all(rooms.flatMap((room) => [take(room, 30), take(room, 30)]));
    await wait(1100);
    expect((await rooms[0]?.describe())?.waiting).toBe(180);
  });

  it('survives a restart: who waited waits on, at the same place', async () => {
    const places = await take(openRoom(), 50);
    const later = openRoom();
    const standings = await Promise.all(places.map((place) => later.findStanding(place ?? 0)));
    expect(standings.every((standing) => standing?.state === 'waiting')).toBe(true);
    expect((await later.describe()).waiting).toBe(50);
  });

  it('counts the uses of a place over all processes, and none after it was used up', async () => {
    const [one, other] = [openRoom(), openRoom()];
    const id = `place-${kind}`;
    expect([await one.countUse(id), await other.countUse(id), await one.countUse(id)]).toEqual([1, 2, 3]);
    await other.useUp(id);
    expect(await one.countUse(id)).toBeGreaterThan(1000);
  });

  it('asks the store next to nothing for whoever reloads', async () => {
    const store = openStore();
    const update = jest.spyOn(store, 'update');
    const room = openRoom(store);
    const [place = 0] = await take(room, 1);
    const before = update.mock.calls.length;
    for (let reload = 0; reload < 500; reload += 1) await room.findStanding(place ?? 0);
    expect(update.mock.calls.length - before).toBeLessThanOrEqual(2);
  });

  it('calls nobody by a process that has more to hash than it should', async () => {
    limits.held = false;
    const room = createWaitingRoom({
      store: openStore(),
      limits: () => limits,
      isPressed: () => true,
      processes: 1,
      log: silent,
    });
    expect(await take(room, 3)).not.toContain(null);
  });
});

describe('the waiting room while its store is away', () => {
  const limits = { rate: 8, most: 100_000, held: false };
  const broken: PlaceStore = {
    update: () => Promise.reject(new Error('away')),
    countUse: () => Promise.reject(new Error('away')),
    useUp: () => Promise.reject(new Error('away')),
    close: async () => undefined,
  };
  const openRoom = (store: PlaceStore, log: Logger) =>
    createWaitingRoom({ store, limits: () => limits, isPressed: () => false, processes: 2, log });

  it('lets each process in its share of the rate, no more, and says so once', async () => {
    const log = createLogger('silent');
    const error = jest.spyOn(log, 'error');
    const room = openRoom(broken, log);
    await wait(300);
    const tickets = [];
    for (let visit = 0; visit < 100; visit += 1) tickets.push(await room.take());
    const letIn = tickets.filter((ticket) => ticket !== null);
    expect(letIn.length).toBeGreaterThanOrEqual(1);
    expect(letIn.length).toBeLessThanOrEqual(6);
    expect(letIn.every((ticket) => ticket.place === null)).toBe(true);
    expect(error).toHaveBeenCalledTimes(1);
    expect(error.mock.calls[0]?.[1]).toContain('does not answer');
  });

  it('goes on with the same line once Redis is back, although it has lost it', async () => {
    const redis = await startRedis();
    const client = await openRedisClient({ url: redis.url, sentinels: [] }, createLogger('silent'));
    limits.held = true;
    const room = openRoom(createRedisPlaces(client), createLogger('silent'));
    const [ticket] = await Promise.all([room.take(), room.take(), room.take()]);
    await client.flushall();
    await wait(1100);
    expect(await room.findStanding(ticket?.place ?? 0)).toMatchObject({ state: 'waiting' });
    expect((await room.describe()).waiting).toBe(3);
    client.disconnect();
    await redis.stop();
  });
});
