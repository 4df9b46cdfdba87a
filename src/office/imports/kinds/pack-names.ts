import type { Coded, RulePack } from '../../../rules/pack/rule-pack';
import { listOf, oneOf } from '../values/plain-values';
import { type ReadValue, ValueFault } from '../values/value-fault';

/** What lists write for a plan row that is open to 文科 and 理科 alike; HEAO's lists write 9. */
const OPEN_TO_BOTH = ['9', '文理兼收', '文理', '不分文理'];
const ARTS_AND_SCIENCES = ['1', '5'];

/** Brackets and letters of either width are one. */
const fold = (name: string) => name.normalize('NFKC');

/**
 * One of the pack's values, under its name or its code, or as other systems write it (`listCodes` of the pack). A name
 * is found without its 类 too: 普通类, 普通.
 */
export function oneOfPack(
  list: readonly Coded[],
  written: Readonly<Record<string, string>> = {},
): ReadValue<string> {
  const own = [...nameCodes(list)];
  const others = Object.entries(written);
  const read = oneOf(
    new Map([...others, ...own].map(([name, code]) => [fold(name), code])),
    list.map(({ name }) => name),
  );
  return (found) => read(fold(found));
}

/** What stands for a code in a list, such that it is read as that code again. */
export function nameOfPack(list: readonly Coded[], code: string): string {
  const name = list.find((one) => one.code === code)?.name;
  return name !== undefined && nameCodes(list).get(name) === code ? name : code;
}

function nameCodes(list: readonly Coded[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { name, code } of list) names.set(name, code);
  for (const { name, code } of list) {
    for (const other of [name.replace(/类$/, ''), `${name.replace(/类$/, '')}类`, code])
      if (!names.has(other)) names.set(other, code);
  }
  return names;
}

/** 科类 of a plan row: one, several with 、 between them, or the word for both. */
export function nameTracks(pack: RulePack): ReadValue<readonly string[]> {
  const one = oneOfPack(pack.tracks, pack.listCodes?.tracks);
  const several = listOf(one);
  const codes = pack.tracks.map(({ code }) => code);
  const both = ARTS_AND_SCIENCES.every((code) => codes.includes(code)) ? ARTS_AND_SCIENCES : null;
  return (found) => {
    if (both !== null && OPEN_TO_BOTH.includes(found)) return both;
    const tracks = several(found);
    return tracks instanceof ValueFault ? tracks : tracks.toSorted();
  };
}
