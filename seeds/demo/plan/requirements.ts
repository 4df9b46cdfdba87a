import type { Condition } from '../../../src/rules/pack/rule-pack';

/** A condition on a plan row together with its words in the row's 备注. */
export interface Requirement {
  readonly condition: Condition;
  readonly remark: string;
}

type Test = Pick<Condition, 'field' | 'operator' | 'value'>;

function block(test: Test, remark: string): Requirement {
  return { condition: { ...test, severity: 'block', message: `该专业${remark}` }, remark };
}

function warn(test: Test, remark: string): Requirement {
  return { condition: { ...test, severity: 'warn', message: `${remark}，请慎重填报` }, remark };
}

function writeDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

export const menOnly = block({ field: 'sex', operator: 'equals', value: 'male' }, '只招男生');
export const womenOnly = block({ field: 'sex', operator: 'equals', value: 'female' }, '只招女生');
export const minorityOnly = block({ field: 'minority', operator: 'equals', value: true }, '只招少数民族考生');
export const ruralOnly = block(
  { field: 'residenceRural', operator: 'equals', value: true },
  '只招农村户籍考生',
);
export const freshOnly = block(
  { field: 'freshGraduate', operator: 'equals', value: true },
  '只招应届高中毕业生',
);
export const unmarriedOnly = block({ field: 'married', operator: 'equals', value: false }, '只招未婚考生');

/** Both dates are included, written YYYY-MM-DD. */
export function bornBetween(from: string, to: string): Requirement {
  const remark = `只招${writeDate(from)}至${writeDate(to)}出生的考生`;
  return block({ field: 'bornOn', operator: 'between', value: [from, to] }, remark);
}

export function bornFrom(from: string): Requirement {
  return block(
    { field: 'bornOn', operator: 'atLeast', value: from },
    `只招${writeDate(from)}及以后出生的考生`,
  );
}

/** Ethnicities without 族. */
export function ethnicityAmong(ethnicities: readonly string[]): Requirement {
  const names = ethnicities.map((ethnicity) => (ethnicity.length === 1 ? `${ethnicity}族` : ethnicity));
  return block({ field: 'ethnicity', operator: 'oneOf', value: ethnicities }, `只招${names.join('、')}考生`);
}

export interface County {
  readonly code: string;
  readonly name: string;
}

export function residentsOf(counties: readonly County[]): Requirement {
  const names = counties.map(({ name }) => name).join('、');
  const codes = counties.map(({ code }) => code);
  return block({ field: 'residenceCounty', operator: 'oneOf', value: codes }, `只招户籍在${names}的考生`);
}

/** `list` is a name in the candidate's lists, such as 国家专项. */
export function onList(list: string): Requirement {
  return block({ field: 'lists', operator: 'contains', value: list }, `只招具有${list}资格的考生`);
}

export function scoreAtLeast(subject: string, points: number): Requirement {
  return block(
    { field: `scores.${subject}`, operator: 'atLeast', value: points },
    `要求${subject}单科成绩不低于${points}分`,
  );
}

export function totalAtLeast(points: number): Requirement {
  return block({ field: 'totalScore', operator: 'atLeast', value: points }, `要求高考总分不低于${points}分`);
}

/** 省统考 of an arts kind. */
export function passedProvincial(kind: string): Requirement {
  return block({ field: 'artsProvincial', operator: 'contains', value: kind }, `要求${kind}类专业省统考合格`);
}

/** 校考 of an institution in an arts kind. */
export function passedSchoolExam(institution: string, kind: string): Requirement {
  const value = `${institution}:${kind}`;
  return block(
    { field: 'artsSchoolExams', operator: 'contains', value },
    `要求取得本校${kind}类专业校考合格证`,
  );
}

export function artsScoreAtLeast(kind: string, points: number): Requirement {
  return block(
    { field: `artsScores.${kind}`, operator: 'atLeast', value: points },
    `要求${kind}类专业省统考成绩不低于${points}分`,
  );
}

export function sportsScoreAtLeast(points: number): Requirement {
  return block(
    { field: 'sportsScore', operator: 'atLeast', value: points },
    `要求体育专业成绩不低于${points}分`,
  );
}

export const adviseColourVision = warn(
  { field: 'colourVision', operator: 'notOneOf', value: ['色盲', '色弱'] },
  '色盲、色弱者不宜报考',
);

export function adviseHeight(centimetres: number): Requirement {
  return warn(
    { field: 'heightCm', operator: 'atLeast', value: centimetres },
    `身高低于${centimetres}厘米者不宜报考`,
  );
}

/** The weaker eye, uncorrected, on the five-grade chart (5.0 is normal). */
export function adviseEyesight(grade: number): Requirement {
  const remark = `裸眼视力低于${grade.toFixed(1)}者不宜报考`;
  return warn({ field: 'eyesight', operator: 'atLeast', value: grade }, remark);
}

/** 外语语种, such as 英语. */
export function adviseLanguage(language: string): Requirement {
  return warn(
    { field: 'foreignLanguage', operator: 'equals', value: language },
    `非${language}语种考生不宜报考`,
  );
}
