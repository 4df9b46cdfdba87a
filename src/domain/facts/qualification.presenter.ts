import { formatDate } from '../../infrastructure/format-time';
import type { CandidateFacts, Coded, FactValue, RulePack } from '../../rules/pack/rule-pack';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { Fact, FactGroup } from './fact-group';

interface QualificationSource {
  readonly pack: RulePack;
  readonly candidate: CandidateRecord;
  /** 410***********1234. */
  readonly maskedIdentityNumber: string;
  /** Name of an institution by its code; null where the year's plan has no such code. */
  readonly nameInstitution: (code: string) => string | null;
}

const NOT_KNOWN = '—';
const NONE = '无';

/** 资格信息 (manual, chapter ten; figure 27): what a candidate registered with and is qualified for. */
export function presentQualifications(source: QualificationSource): readonly FactGroup[] {
  const { candidate } = source;
  const groups = [
    { heading: '报名信息', facts: presentRegistration(source) },
    { heading: '资格', facts: presentQualified(candidate) },
    { heading: '专业考试', facts: presentExaminations(source) },
    { heading: '体检和语种', facts: presentHealth(candidate.facts) },
  ];
  return groups.filter(({ facts }) => facts.length > 0);
}

function presentRegistration({
  pack,
  candidate,
  maskedIdentityNumber,
}: QualificationSource): readonly Fact[] {
  const fact = (label: string, value: string): Fact => ({ label, value: value || NOT_KNOWN });
  return [
    fact('姓名', candidate.name),
    fact('性别', candidate.sex === 'male' ? '男' : '女'),
    fact('民族', candidate.ethnicity.length === 1 ? `${candidate.ethnicity}族` : candidate.ethnicity),
    fact('出生日期', formatDate(candidate.bornOn)),
    fact('证件号码', maskedIdentityNumber),
    fact('考生号', candidate.candidateNumber),
    fact('报名序号', candidate.registrationNumber),
    fact('考生类别', nameOf(pack.candidateKinds, candidate.kind)),
    fact('科类', nameOf(pack.tracks, candidate.track)),
    fact('报名县区', candidate.countyName),
    fact('毕业学校', candidate.schoolName),
    fact('班级', candidate.className),
  ];
}

function nameOf(list: readonly Coded[], code: string): string {
  return list.find((entry) => entry.code === code)?.name ?? code;
}

function presentQualified({ facts }: CandidateRecord): readonly Fact[] {
  return [
    ...say(facts.freshGraduate, '应届往届', (fresh) => (fresh ? '应届' : '往届')),
    ...say(facts.residenceCountyName ?? facts.residenceCounty, '户籍所在县（市、区）', String),
    ...say(facts.residenceRural, '户籍类别', (rural) => (rural ? '农村' : '城镇')),
    ...say(facts.married, '婚姻状况', (married) => (married ? '已婚' : '未婚')),
    ...say(facts.lists, '资格名单', presentList),
    ...(facts.defaulter === true
      ? [{ label: '志愿约定', value: '上年被录取后没有履行志愿约定，在实行平行志愿的批次最多填报2所院校' }]
      : []),
  ];
}

function presentExaminations({
  candidate: { kind, facts },
  nameInstitution,
}: QualificationSource): readonly Fact[] {
  const isArts = kind === 'arts';
  const hasSports = kind === 'sports' || facts.sportsScore !== undefined;
  return [
    ...(isArts ? say(facts.artsProvincial, '艺术省统考合格类别', presentList) : []),
    ...(isArts
      ? say(facts.artsSchoolExams, '艺术校考合格院校', (passed) =>
          presentList(
            Array.isArray(passed) ? passed.map((one) => presentSchoolExam(one, nameInstitution)) : passed,
          ),
        )
      : []),
    ...(hasSports
      ? [{ label: '体育专业考试', value: facts.sportsScore === undefined ? '未参加' : '已参加' }]
      : []),
    ...say(facts.firstSubject, '首选科目', String),
    ...say(facts.electives, '再选科目', (value) => (Array.isArray(value) ? value.join('、') : String(value))),
    ...say(facts.vocationalCategory, '对口专业类别', String),
    ...say(facts.registeredMajor, '专升本报考专业', String),
  ];
}

/** `9920:音乐` → 音乐（[9920]中央音乐学院）. */
function presentSchoolExam(passed: string, nameInstitution: QualificationSource['nameInstitution']): string {
  const [code = '', kind = ''] = passed.split(':');
  return `${kind}（[${code}]${nameInstitution(code) ?? ''}）`;
}

function presentHealth(facts: CandidateFacts): readonly Fact[] {
  return [
    ...say(facts.foreignLanguage, '外语语种', String),
    ...say(facts.heightCm, '身高', (height) => `${height}厘米`),
    ...say(facts.eyesight, '裸眼视力（较差一只眼）', (grade) =>
      typeof grade === 'number' ? grade.toFixed(1) : '',
    ),
    ...say(facts.colourVision, '色觉', String),
  ];
}

/** One line where a fact is known and not empty text. */
function say(
  value: FactValue | undefined,
  label: string,
  present: (value: Exclude<FactValue, null>) => string,
): readonly Fact[] {
  if (value === undefined || value === null || value === '') return [];
  return [{ label, value: present(value) }];
}

function presentList(value: FactValue): string {
  return Array.isArray(value) && value.length > 0 ? value.join('、') : NONE;
}
