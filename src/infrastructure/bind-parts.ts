type Step<P> = (parts: P, ...rest: never[]) => unknown;

type Bound<S> = {
  readonly [Name in keyof S]: S[Name] extends (parts: never, ...rest: infer Rest) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

/**
 * Binds the use cases of a module to what they work with: each is a top-level function that takes its parts first, and
 * is handed out without them.
 */
export function bindParts<P, S extends Readonly<Record<string, Step<P>>>>(parts: P, steps: S): Bound<S> {
  const bound = Object.entries(steps).map(([name, step]) => [
    name,
    (...rest: never[]) => step(parts, ...rest),
  ]);
  return Object.fromEntries(bound) as Bound<S>;
}
