/** Does a piece of work; pieces asked for in one breath are done together. */
export type InOneBreath<Item, Result> = (item: Item) => Promise<Result>;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Gathers what is asked for until the code that asks has come to rest, and does it all at once. Two items of the same
 * key never go together.
 * @param work does the items and returns their results in the same order
 */
export function doInOneBreath<Item, Result>(
  keyOf: (item: Item) => string,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): InOneBreath<Item, Result> {
  let gathering: Map<string, Waiting<Item, Result>> | null = null;

  async function finish(gathered: Map<string, Waiting<Item, Result>>): Promise<void> {
    if (gathering === gathered) gathering = null;
    const waiting = [...gathered.values()];
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
      const key = keyOf(item);
      if (gathering === null || gathering.has(key)) {
        const fresh = new Map<string, Waiting<Item, Result>>();
        gathering = fresh;
        process.nextTick(() => finish(fresh));
      }
      gathering.set(key, { item, resolve, reject });
    });
}
