import type { Redis } from 'ioredis';
import { type PlaceStore, USED_UP } from './place-store';

const LINE = 'zhiyuan:waiting-line';
const USES = 'zhiyuan:waiting-place:';
/** A line that nobody looks at for so long has nobody in it. */
const LINE_LIFE_SECONDS = 24 * 3600;
/** Longer than any place serves. */
const USE_LIFE_SECONDS = 13 * 3600;
const MAX_TURNS = 50;

/** Writes a value where it still is what was read. */
const COMPARE_AND_SET = `
  if (redis.call('get', KEYS[1]) or '') ~= ARGV[1] then return 0 end
  redis.call('set', KEYS[1], ARGV[2], 'ex', ARGV[3])
  return 1`;

/** The line in Redis, beside the sessions: read, changed, and written where nobody has changed it meanwhile. */
export function createRedisPlaces(client: Redis): PlaceStore {
  const use = async (placeId: string, uses: number) => {
    const answers = await client
      .multi()
      .incrby(USES + placeId, uses)
      .expire(USES + placeId, USE_LIFE_SECONDS)
      .exec();
    return Number(answers?.[0]?.[1] ?? USED_UP);
  };
  return {
    async update(change) {
      for (let turn = 0; turn < MAX_TURNS; turn += 1) {
        const [kept, [seconds, micros]] = await Promise.all([client.get(LINE), client.time()]);
        const clock = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
        const next = change(kept === null ? null : JSON.parse(kept), clock);
        const written = await client.eval(
          COMPARE_AND_SET,
          1,
          LINE,
          kept ?? '',
          JSON.stringify(next),
          LINE_LIFE_SECONDS,
        );
        if (written === 1) return next;
      }
      throw new Error(`the waiting line was changed ${MAX_TURNS} times while it was looked at`);
    },
    countUse: (placeId) => use(placeId, 1),
    useUp: async (placeId) => void (await use(placeId, USED_UP)),
    close: async () => client.disconnect(),
  };
}
