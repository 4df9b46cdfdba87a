import type { RulePack } from '../../../rules/pack/rule-pack';

/** A spelling with the one that stands for it. */
type Spelling = readonly [written: string, kept: string];

/** What one 科类 was called in lists of other years and provinces; the first is kept where the pack has none of them. */
const SAME_TRACKS = [
  ['文科综合', '文科', '文科类', '文史', '文史类', '文综'],
  ['理科综合', '理科', '理科类', '理工', '理工类', '理综'],
  ['历史类', '历史', '历史组', '历史科目组合', '首选历史'],
  ['物理类', '物理', '物理组', '物理科目组合', '首选物理'],
] as const;

/** Every spelling of a 科类 that is known, with the one under which statistics are kept. */
export function listTrackSpellings({ tracks }: Pick<RulePack, 'tracks'>): readonly Spelling[] {
  const names = tracks.map(({ name }) => name);
  const old = SAME_TRACKS.flatMap((group): Spelling[] => {
    const kept = names.find((name) => group.some((one) => one === name)) ?? group[0];
    return group.map((written) => [written, kept]);
  });
  const known = new Set(old.map(([written]) => written));
  const own = names.flatMap((name): Spelling[] => {
    const bare = name.replace(/类$/, '');
    return [name, bare, `${bare}类`].map((written): Spelling => [written, name]);
  });
  return [...old, ...own.filter(([written]) => !known.has(written))];
}

/** Gives a name in the spelling that is kept; a name that is not known stays as it is, without blanks. */
export function createSpeller(spellings: readonly Spelling[]): (written: string) => string {
  const kept = new Map(spellings);
  return (written) => {
    const name = written.normalize('NFKC').replace(/\s/g, '');
    return kept.get(name) ?? kept.get(written) ?? name;
  };
}
