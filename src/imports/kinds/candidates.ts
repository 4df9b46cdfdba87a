import { type Sex, sealIdentityNumber, sealPhone } from '../../candidates';
import type { CandidateFacts } from '../../rules/rule-pack';
import type { ImportKind, KindContext } from '../kind';
import type { RowReader } from '../row-reader';
import { date } from '../values/dates';
import {
  bornOnOf,
  ethnicity,
  identityNumber,
  mobileNumber,
  personName,
  sexOf,
} from '../values/personal-values';
import { listOf, oneOf, text } from '../values/plain-values';
import { type ReadValue, repeating, ValueFault } from '../values/value-fault';
import { checkNumber } from './candidate-number';
import { applyCandidates, candidateChecks, candidateStaging, countCandidates } from './candidates.repository';
import { createFactReader, describeFactColumns, type FactReader } from './fact-column';
import { oneOfPack } from './pack-names';
import { listListNames } from './plan-requirements';
import { registrationFacts } from './registration-facts';
import { scoreFacts } from './score-facts';

const SEXES = new Map([
  ['男', 'male'],
  ['女', 'female'],
  ['1', 'male'],
  ['2', 'female'],
] as const);

const factColumns = [...registrationFacts, ...scoreFacts];
/** 资格名单 of a candidate; the kind `qualifications` brings whole lists. */
const listsColumn = { code: 'lists', heading: '资格名单', synonyms: ['资格'] };

/** What is known of somebody new where the list does not say. */
const DEFAULTS: CandidateFacts = {
  lists: [],
  artsProvincial: [],
  artsSchoolExams: [],
  vocationalCategory: '',
  registeredMajor: '',
  defaulter: false,
};

/**
 * 考生名册, with scores where they stand in the same list. Who is there already is changed, nobody is removed: with a candidate their saved lists would go. A phone is
 * taken from the list for new candidates only, since later they bind and delete it themselves (M15).
 */
export const candidatesKind: ImportKind = {
  code: 'candidates',
  name: '考生名册',
  columns: [
    {
      code: 'candidateNumber',
      heading: '考生号',
      synonyms: ['报名号', '高考报名号'],
      required: true,
      perRow: true,
    },
    { code: 'name', heading: '姓名', synonyms: ['考生姓名'], required: true, perRow: true },
    {
      code: 'identityNumber',
      heading: '证件号码',
      synonyms: ['身份证号', '身份证号码', '证件号', '身份证件号码'],
      required: true,
      secret: true,
    },
    { code: 'sex', heading: '性别' },
    { code: 'bornOn', heading: '出生日期', synonyms: ['出生年月日', '生日'], date: true },
    { code: 'ethnicity', heading: '民族', required: true },
    { code: 'kind', heading: '考生类别', synonyms: ['报考类别', '类别'], required: true },
    { code: 'track', heading: '科类', synonyms: ['科类名称', '报考科类'], required: true },
    {
      code: 'countyCode',
      heading: '县区代码',
      synonyms: ['报名县区代码', '县（市、区）代码', '区划代码'],
      required: true,
    },
    {
      code: 'countyName',
      heading: '县区名称',
      synonyms: ['报名县区', '县区', '县（市、区）'],
      required: true,
    },
    {
      code: 'schoolCode',
      heading: '学校代码',
      synonyms: ['毕业学校代码', '中学代码', '学校代号'],
      required: true,
    },
    {
      code: 'schoolName',
      heading: '学校名称',
      synonyms: ['毕业学校', '中学名称', '毕业中学'],
      required: true,
    },
    { code: 'className', heading: '班级', synonyms: ['班级名称'], required: true },
    { code: 'registrationNumber', heading: '报名序号', synonyms: ['序号'], required: true, perRow: true },
    { code: 'phone', heading: '手机号', synonyms: ['手机号码', '联系电话', '手机'], secret: true },
    ...describeFactColumns(factColumns),
    listsColumn,
  ],
  async prepare(_transaction, context) {
    const list = oneOf(new Map(listListNames(context.pack).map((name) => [name, name])));
    const lists = { ...listsColumn, fact: 'lists', blank: [], read: listOf(list) };
    const facts = createFactReader([...factColumns, lists], context.has, DEFAULTS);
    const { keys } = facts;
    const absent = Object.keys(DEFAULTS).filter((key) => !keys.includes(key));
    return {
      staging: candidateStaging,
      readRow: createReader(context, facts),
      checks: candidateChecks,
      count: (transaction) => countCandidates(transaction, keys, absent),
      apply: (transaction) => applyCandidates(transaction, keys, absent),
    };
  },
};

function createReader({ pack, cipher }: KindContext, facts: FactReader) {
  const read = {
    kind: repeating(oneOfPack(pack.candidateKinds)),
    track: repeating(oneOfPack(pack.tracks)),
    sex: repeating(oneOf<Sex>(SEXES)),
    ethnicity: repeating(ethnicity),
    county: repeating(readCounty),
    countyName: repeating(text(60)),
    schoolName: repeating(text(60)),
    className: repeating(text(40)),
    bornOn: repeating(date),
    registration: text(20),
    phone: mobileNumber(pack.identity.phonePrefixes),
  };

  return (row: RowReader) => {
    const number = row.need('candidateNumber', readNumber);
    const person = readPerson(row, read);
    const track = row.need('track', read.track);
    const county = row.need('countyCode', read.county);
    const school = readSchool(row, number);
    if (number !== null) checkNumber(row, { number, track, county, school }, pack);
    const mobile = row.take('phone', read.phone);
    const rest = [
      person.sex,
      person.bornOn,
      row.need('ethnicity', read.ethnicity),
      row.need('kind', read.kind),
      track,
      county,
      row.need('countyName', read.countyName),
      school,
      row.need('schoolName', read.schoolName),
      row.need('className', read.className),
      row.need('registrationNumber', read.registration),
      facts.format(row),
    ];
    const name = row.need('name', personName);
    if (!row.isSound() || person.identityNumber === null) return [];
    const identity = sealIdentityNumber(cipher, person.identityNumber);
    const phone = mobile === null ? null : sealPhone(cipher, mobile);
    return [
      number,
      name,
      identity.cipher,
      identity.index,
      phone?.cipher ?? null,
      phone?.index ?? null,
      ...rest,
    ];
  };
}

/** 证件号码 with sex and birth date, which it tells; where the file tells them too they must agree. */
function readPerson(row: RowReader, read: { sex: ReadValue<Sex>; bornOn: ReadValue<string> }) {
  const identity = row.need('identityNumber', identityNumber);
  const sex = row.take('sex', read.sex);
  const bornOn = row.take('bornOn', read.bornOn);
  if (identity === null) return { identityNumber: null, sex, bornOn };
  const told = { sex: sexOf(identity), bornOn: bornOnOf(identity) };
  if (sex !== null && sex !== told.sex) row.refuse('sex', 'contradicts', '证件号码');
  if (bornOn !== null && bornOn !== told.bornOn) row.refuse('bornOn', 'contradicts', '证件号码');
  return { identityNumber: identity, ...told };
}

/** 考生号: 14 digits. */
export function readNumber(found: string): string | ValueFault {
  return /^\d{14}$/.test(found) ? found : new ValueFault('malformed', '14位数字');
}

function readCounty(found: string): string | ValueFault {
  return /^[1-9]\d{5}$/.test(found) ? found : new ValueFault('malformed', '6位县区代码');
}

/**
 * 学校代码. Where it is the office's eight digits it begins with the county's four of the 考生号, so that a lost zero can
 * be put back; a code of another make stays as it is.
 */
function readSchool(row: RowReader, number: string | null): string | null {
  return row.need('schoolCode', (found) => {
    if (!/^[0-9A-Za-z]{1,12}$/.test(found)) return new ValueFault('malformed', '不超过12位的数字或字母');
    const padded = found.padStart(8, '0');
    return number !== null && /^\d{7}$/.test(found) && padded.startsWith(number.slice(4, 8)) ? padded : found;
  });
}
