/** A repeatable source of numbers: the same key gives the same sequence on every machine. */
export interface Random {
  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number;
  /** True with the given probability (0 to 1). */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Up to `count` different items, in the order of the list. */
  sample<T>(items: readonly T[], count: number): readonly T[];
}

function hashText(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  }
  return hash >>> 0;
}

/** Mulberry32 over an FNV-1a hash of the key. Fit for demo data, never for secrets. */
export function createRandom(key: string): Random {
  let state = hashText(key);

  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  function integer(min: number, max: number): number {
    return min + Math.floor(next() * (max - min + 1));
  }

  function pick<T>(items: readonly T[]): T {
    const item = items[integer(0, items.length - 1)];
    if (item === undefined) {
      throw new RangeError('Cannot pick from an empty list');
    }
    return item;
  }

  function sample<T>(items: readonly T[], count: number): readonly T[] {
    const distinct = [...new Set(items)];
    const chosen: T[] = [];
    distinct.forEach((item, index) => {
      const wanted = count - chosen.length;
      if (next() * (distinct.length - index) < wanted) {
        chosen.push(item);
      }
    });
    return chosen;
  }

  return { integer, chance: (probability) => next() < probability, pick, sample };
}
