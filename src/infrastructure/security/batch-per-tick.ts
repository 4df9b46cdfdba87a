/** Does a piece of work; pieces asked for in one tick are done together. */
type BatchPerTick<Item, Result> = (item: Item) => Promise<Result>;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Gathering<Item, Result> {
  readonly keys: Set<string>;
  readonly waiting: Waiting<Item, Result>[];
}

/**
 * Gathers what is asked for until the code that asks has come to rest, and does it all at once. Two items that share
 * a key never go together.
 * @param work does the items and returns their results in the same order
 */
export function batchPerTick<Item, Result>(
  keysOf: (item: Item) => readonly string[],
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): BatchPerTick<Item, Result> {
  let gathering: Gathering<Item, Result> | null = null;

  async function finish(gathered: Gathering<Item, Result>): Promise<void> {
    if (gathering === gathered) gathering = null;
    const { waiting } = gathered;
    try {
      const results = await work(waiting.map(({ item }) => item));
      waiting.forEach(({ resolve }, at) => {
        resolve(results[at] as Result);
      });
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      const keys = keysOf(item);
      if (gathering === null || keys.some((key) => gathering?.keys.has(key))) {
        const fresh = { keys: new Set<string>(), waiting: [] };
        gathering = fresh;
        process.nextTick(() => finish(fresh));
      }
      for (const key of keys) gathering.keys.add(key);
      gathering.waiting.push({ item, resolve, reject });
    });
}
