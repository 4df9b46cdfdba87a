import type { Chosen } from './choose-place';
import type { NamedPlace, NamedSchool } from './place.repository';

const words = { city: '市', county: '县（市、区）', school: '学校' } as const;

/** A place as a list offers it and as a field takes it back. */
export const showPlace = ({ code, name }: NamedPlace): string => `${code} ${name}`;

/** A school with its county, which tells two of one code apart. */
export const showSchool = ({ code, name, countyName }: NamedSchool): string =>
  `${code} ${name}（${countyName}）`;

/** Why a place that was typed cannot be taken, and what to do. */
export function presentPlaceFault(
  kind: keyof typeof words,
  chosen: Extract<Chosen<NamedPlace | NamedSchool>, { readonly fault: string }>,
): string {
  const word = words[kind];
  const list = kind === 'school' ? '考生名册，名册中的学校会自动列入' : '市县名单';
  if (chosen.fault === 'unknown')
    return `没有这个${word}，请从列表中选择，或输入代码或全称；名单中确实没有的，请先导入${list}！`;
  const several = chosen.several
    .slice(0, 5)
    .map((one) => ('county' in one ? showSchool(one) : showPlace(one)));
  return `有${chosen.several.length}个${word}与此相符，请从列表中选择：${several.join('、')}！`;
}
