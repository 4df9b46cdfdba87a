import type { RulePack } from './rule-pack';

/** One value in which two packs differ; undefined where a pack has none. `path` names entries by their code. */
export interface PackDifference {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Json = unknown;

const isEntry = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How an entry of a list is named: by its code, or what stands for one. */
function keyOf(value: Json, index: number): string {
  if (!isEntry(value)) return String(index + 1);
  const key = value.code ?? value.planType ?? value.fact;
  return typeof key === 'string' ? key : String(index + 1);
}

const show = (value: Json): string | undefined => {
  if (value === undefined) return undefined;
  if (isEntry(value) && typeof value.name === 'string') return value.name;
  return typeof value === 'string' ? value : JSON.stringify(value);
};

function toMap(value: Json): ReadonlyMap<string, Json> | null {
  if (isEntry(value)) return new Map(Object.entries(value));
  if (!Array.isArray(value) || !value.some(isEntry)) return null;
  return new Map(value.map((entry: Json, index) => [keyOf(entry, index), entry]));
}

function compare(path: string, before: Json, after: Json): readonly PackDifference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [was, is] = [toMap(before), toMap(after)];
  if (was === null || is === null) return [{ path, before: show(before), after: show(after) }];
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  const found = keys.flatMap((key) =>
    compare(path === '' ? key : `${path}.${key}`, was.get(key), is.get(key)),
  );
  // The same entries in another order.
  return found.length > 0
    ? found
    : [{ path, before: [...was.keys()].join(' '), after: [...is.keys()].join(' ') }];
}

/** Every value in which a pack differs from another, in the order of the pack; its version is told apart. */
export function comparePacks(before: RulePack, after: RulePack): readonly PackDifference[] {
  const { version: _before, ...was } = before;
  const { version: _after, ...is } = after;
  return compare('', was, is);
}

/** Batches of both packs that do not read alike, with everything that all batches share taken into account. */
export function listChangedBatches(before: RulePack, after: RulePack): readonly string[] {
  const shared = ({ codes, schoolCaps, caps, planTypes }: RulePack) =>
    JSON.stringify([codes, schoolCaps, caps ?? [], planTypes]);
  const all = shared(before) !== shared(after);
  return before.batches
    .filter(({ code }) => {
      const [was, is] = [before, after].map(({ batches }) => batches.find((batch) => batch.code === code));
      return all || JSON.stringify(was) !== JSON.stringify(is);
    })
    .map(({ code }) => code);
}
