import { oneOf } from './plain-values';
import { type ReadValue, ValueFault } from './value-fault';

/*
 * Names that rules compare letter for letter. A slip in one shuts a candidate out without a word, so they are brought to
 * the one spelling or refused.
 */

/** Full width and blanks forgiven, and a 类 at the end: 美术类, 美术学类 and 美术 are read alike. */
function fold(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/(学?类|类专业|专业类)$/, '');
}

/** One of the names, however it is spelled; each is kept as `names` spells it. */
export function namedLike(names: readonly string[]): ReadValue<string> {
  const known = new Map(names.map((name) => [fold(name), name]));
  return (found) => known.get(fold(found)) ?? new ValueFault('notOneOf', names.join('、'));
}

/** Of several names the one that this spells, else the text as it is: where nothing is known yet, or of another year. */
export function spelledLike(names: readonly string[], read: ReadValue<string>): ReadValue<string> {
  const known = new Map(names.map((name) => [fold(name), name]));
  return (found) => known.get(fold(found)) ?? read(found.normalize('NFKC'));
}

const LANGUAGES = ['英语', '俄语', '日语', '德语', '法语', '西班牙语', '其他'];

/** 外语语种: the languages of the examination, their first characters too. */
export const languageName: ReadValue<string> = oneOf(
  new Map(LANGUAGES.flatMap((name) => [name, name.slice(0, -1), `${name}语种`].map((one) => [one, name]))),
  LANGUAGES,
);

const CHOSEN_SUBJECTS = ['物理', '历史', '化学', '生物学', '思想政治', '地理', '技术'];

/** A 选考科目 as plans name it; 生物 and 政治, as schools say, are read too. */
export const chosenSubject: ReadValue<string> = oneOf(
  new Map([
    ...CHOSEN_SUBJECTS.map((name) => [name, name] as const),
    ...([
      ['生物', '生物学'],
      ['政治', '思想政治'],
    ] as const),
  ]),
  CHOSEN_SUBJECTS,
);

/** Subjects once each, in the order of the examination: 生物学, 化学 and 化学, 生物学 are one requirement. */
export function sortSubjects(subjects: readonly string[]): readonly string[] {
  return CHOSEN_SUBJECTS.filter((name) => subjects.includes(name));
}

/** Whether a name is one of a 选考科目: 历史 of 历史类. */
export function isSubject(name: string): boolean {
  return CHOSEN_SUBJECTS.includes(name);
}

/** 色觉 as a medical examination writes it: 正常, 色弱 or 色盲, with a word more. */
export const colourVision: ReadValue<string> = (found) => {
  const kinds = ['色盲', '色弱', '正常'].filter((kind) => found.includes(kind));
  return kinds[0] ?? new ValueFault('notOneOf', '正常、色弱、色盲');
};
