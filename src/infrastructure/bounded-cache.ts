interface BoundedCache<T> {
  /** What was made for `key` before, else what `make` makes. Kept until `owner` is another object, or room is needed. */
  get(owner: object, key: string, make: () => T): T;
}

/**
 * Keeps what was asked for last, up to `limit` in the measure of `sizeOf`; the oldest go first. All of it belongs to one
 * owner, such as a version of the plan.
 */
export function createBoundedCache<T>(limit: number, sizeOf: (value: T) => number): BoundedCache<T> {
  let kept = new Map<string, T>();
  let keeper: object | null = null;
  let size = 0;

  function makeRoom(): void {
    for (const [key, value] of kept) {
      if (size <= limit) return;
      kept.delete(key);
      size -= sizeOf(value);
    }
  }

  return {
    get(owner, key, make) {
      if (keeper !== owner) {
        kept = new Map();
        keeper = owner;
        size = 0;
      }
      const known = kept.get(key);
      if (known !== undefined) {
        kept.delete(key);
        kept.set(key, known);
        return known;
      }
      const made = make();
      kept.set(key, made);
      size += sizeOf(made);
      makeRoom();
      return made;
    },
  };
}
