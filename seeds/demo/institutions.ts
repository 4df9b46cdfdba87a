import type { Institution } from '../../src/domain/enrolment-plan/plan-entry';
import rows from './institution-list.json';

const institutionFields = [
  'general',
  'engineering',
  'teacher',
  'medical',
  'finance',
  'law',
  'agriculture',
  'language',
  'nation',
  'tourism',
  'art',
  'sport',
  'military',
  'police',
  'justice',
] as const;

export type InstitutionField = (typeof institutionFields)[number];

/** An institution with what the demo's plan is drawn from. */
export interface DemoInstitution extends Institution {
  readonly field: InstitutionField;
  /** 1 本科一批, 2 本科二批, 3 高职高专批; several digits where it enrols in several. */
  readonly levels: string;
}

const schoolTypes: Readonly<Record<InstitutionField, string>> = {
  general: '综合',
  engineering: '理工',
  teacher: '师范',
  medical: '医药',
  finance: '财经',
  law: '政法',
  agriculture: '农林',
  language: '语言',
  nation: '民族',
  tourism: '旅游',
  art: '艺术',
  sport: '体育',
  military: '军事',
  police: '政法',
  justice: '政法',
};

/** Jointly run, by no mark in the name. */
const JOINT = /^(西交利物浦大学|温州肯恩大学|上海纽约大学)/;
/** Of Hong Kong, Macau and Taiwan: neither of these. */
const ELSEWHERE = /^(香港|澳门)/;

/** 办学性质: the names of Henan's lists bear (民办), (独立学院), (中外合作办学); whatever bears none is public. */
function tellOwnership(name: string): string {
  if (ELSEWHERE.test(name)) return '';
  if (/民办|独立学院/.test(name)) return '民办';
  return JOINT.test(name) || /中外|合办|迈阿密/.test(name) ? '中外合作办学' : '公办';
}

/** A row of a list of institutions: code, name, province, city, field, levels. */
export function parseInstitution(row: readonly string[]): DemoInstitution {
  const [code = '', name = '', province = '', city = '', field = '', levels = ''] = row;
  const known = institutionFields.find((each) => each === field);
  if (known === undefined) {
    throw new Error(`Institution ${code} has an unknown field: ${field}`);
  }
  const [ownership, schoolType] = [tellOwnership(name), schoolTypes[known]];
  return { code, name, province, city, ownership, schoolType, field: known, levels };
}

const institutions: readonly DemoInstitution[] = rows.map(parseInstitution);
const byCode = new Map(institutions.map((institution) => [institution.code, institution]));

/**
 * Real institution names under the codes they bore in Henan, in order of code.
 * Two codes, 2459 and 2489, are the demo's own: a pair one digit apart with names as easily confused.
 */
export function listDemoInstitutions(): readonly DemoInstitution[] {
  return institutions;
}

/** The institutions that enrol at a level (1, 2 or 3). */
export function listInstitutionsOfLevel(level: '1' | '2' | '3'): readonly DemoInstitution[] {
  return institutions.filter((institution) => institution.levels.includes(level));
}

/** Throws where the code is not among the demo's institutions. */
export function getDemoInstitution(code: string): DemoInstitution {
  const institution = byCode.get(code);
  if (institution === undefined) {
    throw new Error(`No demo institution has the code ${code}`);
  }
  return institution;
}
