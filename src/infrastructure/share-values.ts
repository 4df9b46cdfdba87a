/**
 * Makes equal values of rows one value, in place: the driver makes a text of its own for each column of each row, and a
 * province's plan has some ten different ones in most columns. Lists count as equal by their JSON; nobody may change
 * what is in them.
 */
export function shareValues(rows: readonly object[]): void {
  const texts = new Map<string, string>();
  const lists = new Map<string, object>();
  const share = (value: unknown): unknown => {
    if (typeof value === 'string') return keepFirst(texts, value, value);
    return Array.isArray(value) ? keepFirst(lists, JSON.stringify(value), value) : value;
  };
  for (const row of rows)
    for (const [name, value] of Object.entries(row)) Reflect.set(row, name, share(value));
}

function keepFirst<T>(known: Map<string, T>, key: string, value: T): T {
  const first = known.get(key);
  if (first === undefined) known.set(key, value);
  return first ?? value;
}
