/** Does so many works at a time; others wait, in the order in which they came. */
export function createConcurrencyLimit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let going = 0;
  const waiting: (() => void)[] = [];

  return async (work) => {
    if (going >= most) await new Promise<void>((begin) => waiting.push(begin));
    else going += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) going -= 1;
      else next();
    }
  };
}
