import { countiesByCity } from '../demo/plan/counties';

/** A county with its office's number, under which 考生号 and school codes are given. */
export interface SyntheticCounty {
  /** GB/T 2260, six digits. */
  readonly code: string;
  readonly name: string;
  /** Four digits; those of the demo's people begin with 01. */
  readonly office: string;
}

const CITIES = [
  '郑州市',
  '开封市',
  '洛阳市',
  '平顶山市',
  '安阳市',
  '鹤壁市',
  '新乡市',
  '焦作市',
  '濮阳市',
  '许昌市',
  '漯河市',
  '三门峡市',
  '南阳市',
  '商丘市',
  '信阳市',
  '周口市',
  '驻马店市',
] as const;
const OFFICES_OF_CITY = 9;
const FIRST_CITY = 4101;
const INVENTED = ['东湖区', '西岭区', '南关区', '北苑区', '新河区', '长丰县', '永平县', '泰和县', '清源县'];

/** 153 counties: the real ones that the demo knows, and invented ones beside them. */
export const syntheticCounties: readonly SyntheticCounty[] = CITIES.flatMap((city, cityIndex) => {
  const known = countiesByCity[city] ?? [];
  return Array.from({ length: OFFICES_OF_CITY }, (_none, index) => {
    const office = String(2000 + cityIndex * OFFICES_OF_CITY + index);
    const real = known[index];
    if (real !== undefined) return { ...real, office };
    const code = `${FIRST_CITY + cityIndex}${60 + index}`;
    return { code, name: `${city.replace('市', '')}${INVENTED[index] ?? ''}`, office };
  });
});

export interface SyntheticSchool {
  readonly code: string;
  readonly name: string;
}

const SCHOOLS = [
  '第一高级中学',
  '第二高级中学',
  '实验高级中学',
  '外国语高级中学',
  '中等专业学校',
  '职业技术学院',
];

/** A school of a county; candidates of 对口 and 专升本 come from the last two. */
export function findSchool({ office, name }: SyntheticCounty, index: number): SyntheticSchool {
  const at = index % SCHOOLS.length;
  return { code: `${office}${String(at + 1).padStart(2, '0')}01`, name: `${name}${SCHOOLS[at] ?? ''}` };
}

/** Of these schools, so many are 高级中学. */
export const HIGH_SCHOOLS = 4;
