import type { Knex } from 'knex';
import type { Sex } from '../../../domain/candidates/candidate';
import {
  openIdentityNumber,
  openPhone,
  sealIdentityNumber,
  sealPhone,
} from '../../../domain/candidates/sealed-values';
import { type Fonts, nameCharacter } from '../../../infrastructure/fonts/fonts';
import type { Cell } from '../../../infrastructure/spreadsheets/csv';
import { type CandidateDocument, readNumberTells } from '../../../rules/identity/candidate-document';
import { isCandidateNumber, normaliseCandidateNumber } from '../../../rules/identity/candidate-number';
import type { ImportKind, KindContext, ListContext } from '../kind';
import type { RowReader } from '../row-reader';
import { date } from '../values/dates';
import { ethnicity, identityDocument, mobileNumber, nameOn } from '../values/personal-values';
import { listOf, noDate, oneOf, text } from '../values/plain-values';
import { type ReadValue, repeating, ValueFault } from '../values/value-fault';
import { checkNumber } from './candidate-number';
import {
  applyCandidates,
  candidateChecks,
  candidateStaging,
  countCandidates,
  type ListedCandidate,
  listCandidatePiece,
  listOddNumbers,
  weighCandidates,
} from './candidates.repository';
import { createFactReader, describeFactColumns, type FactReader, writeFact } from './fact-column';
import { listKnownAudiences, listKnownLists } from './known-lists';
import { DEFAULTS } from './new-candidate';
import { nameOfPack, oneOfPack } from './pack-names';
import { readPieces } from './read-pieces.repository';
import { listRegistrationFacts, registrationFacts } from './registration-facts';
import { listScoreFacts, scoreFacts } from './score-facts';

const SEXES = new Map([
  ['男', 'male'],
  ['女', 'female'],
  ['1', 'male'],
  ['2', 'female'],
] as const);

const factColumns = [...registrationFacts, ...scoreFacts];
/** 资格名单 of a candidate; the kind `qualifications` brings whole lists. */
const listsColumn = { code: 'lists', heading: '资格名单', synonyms: ['资格'] };

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
  async prepare(transaction, context) {
    const names = await listKnownLists(transaction, context.pack);
    const list = oneOf(new Map(names.map((name) => [name, name])));
    const lists = { ...listsColumn, fact: 'lists' as const, blank: [], read: listOf(list) };
    const audiences = await listKnownAudiences(transaction, context.pack);
    const columns = [...listRegistrationFacts(audiences), ...listScoreFacts(context.pack), lists];
    const facts = createFactReader(columns, context.has, DEFAULTS);
    const { keys } = facts;
    const absent = Object.keys(DEFAULTS).filter((key) => !keys.includes(key));
    return {
      staging: candidateStaging,
      readRow: createReader(context, facts, await listOddNumbers(transaction)),
      checks: candidateChecks,
      count: (open) => countCandidates(open, keys, absent),
      weigh: async (open) => ({ existing: await weighCandidates(open, keys, absent), batches: null }),
      apply: (open) => applyCandidates(open, keys, absent),
    };
  },
  readList: readCandidateList,
};

function createReader(
  { pack, cipher, now, fonts }: KindContext,
  facts: FactReader,
  odd: ReadonlyMap<string, string>,
) {
  const read = {
    identity: identityDocument(now),
    kind: repeating(oneOfPack(pack.candidateKinds)),
    track: repeating(oneOfPack(pack.tracks)),
    sex: repeating(oneOf<Sex>(SEXES)),
    ethnicity: repeating(ethnicity),
    county: repeating(readCounty),
    countyName: repeating(text(60)),
    schoolName: repeating(text(60)),
    className: repeating(noDate(text(40))),
    bornOn: repeating(date),
    registration: text(20),
    phone: mobileNumber(pack.identity.phonePrefixes),
  };

  return (row: RowReader) => {
    const number = row.need('candidateNumber', readNumber);
    const person = readPerson(row, read, now);
    const track = row.need('track', read.track);
    const county = row.need('countyCode', read.county);
    const school = readSchool(row, number);
    // A value that is stored already was checked before: it is no slip of the pen.
    if (number !== null && odd.get(number) !== [track, county, school].join('/'))
      checkNumber(row, { number, track, county, school }, pack);
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
      readRegistration(row, number, read.registration),
      facts.format(row),
    ];
    const name = row.need('name', nameOn(person.kind));
    if (name !== null) warnOfRare(row, name, fonts);
    if (!row.isSound() || person.identityNumber === null || number === null) return [];
    const identity = sealIdentityNumber(cipher, person.identityNumber, number);
    const phone = mobile === null ? null : sealPhone(cipher, mobile, number);
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

/** Tells of a name that the text font of the forms lacks, with the characters as their codes. */
function warnOfRare(row: RowReader, name: string, fonts: Fonts): void {
  const { drawn, undrawn } = fonts.findRare(name);
  const list = (some: readonly string[]) => some.map((one) => `${one}（${nameCharacter(one)}）`).join('、');
  if (undrawn.length > 0) row.warn('name', 'undrawnCharacter', list(undrawn));
  if (drawn.length > 0) row.warn('name', 'rareCharacter', list(drawn));
}

interface PersonReaders {
  readonly identity: ReadValue<CandidateDocument>;
  readonly sex: ReadValue<Sex>;
  readonly bornOn: ReadValue<string>;
}

/**
 * 证件号码 with sex and birth date, which it tells; where the file tells them too they must agree. The card of foreigners
 * before 2023 tells no sex: the file has to.
 */
function readPerson(row: RowReader, read: PersonReaders, now: Date) {
  const document = row.need('identityNumber', read.identity);
  const sex = row.take('sex', read.sex);
  const bornOn = row.take('bornOn', read.bornOn);
  if (document === null) return { identityNumber: null, kind: null, sex, bornOn };
  const told = readNumberTells(document, now);
  if (sex !== null && told.sex !== null && sex !== told.sex) row.refuse('sex', 'contradicts', '证件号码');
  // The old card leaves the century out.
  const from = told.sex === null ? 2 : 0;
  if (bornOn !== null && bornOn.slice(from) !== told.bornOn.slice(from))
    row.refuse('bornOn', 'contradicts', '证件号码');
  if (sex === null && told.sex === null) row.refuse('sex', 'untold', '旧版外国人永久居留身份证的号码');
  return {
    identityNumber: document.number,
    kind: document.kind,
    sex: told.sex ?? sex,
    bornOn: bornOn ?? told.bornOn,
  };
}

/** 考生号: 14 digits. */
export function readNumber(found: string): string | ValueFault {
  const number = normaliseCandidateNumber(found);
  return isCandidateNumber(number) ? number : new ValueFault('malformed', '14位数字');
}

function readCounty(found: string): string | ValueFault {
  return /^[1-9]\d{5}$/.test(found) ? found : new ValueFault('malformed', '6位县区代码');
}

/**
 * 学校代码. Where it is the office's eight digits it begins with the county's four of the 考生号, so that a lost zero can
 * be put back; a code of another make stays as it is.
 */
function readSchool(row: RowReader, number: string | null): string | null {
  return row.need('schoolCode', (written) => {
    const found = written.normalize('NFKC');
    if (!/^[0-9A-Za-z]{1,12}$/.test(found)) return new ValueFault('malformed', '不超过12位的数字或字母');
    const padded = found.padStart(8, '0');
    return number !== null && /^\d{7}$/.test(found) && padded.startsWith(number.slice(4, 8)) ? padded : found;
  });
}

/**
 * 报名序号. Where it is the office's nine digits it begins with the county's four of the 考生号 too: 19900071 of a number
 * stored as a number is 019900071.
 */
function readRegistration(row: RowReader, number: string | null, read: ReadValue<string>): string | null {
  return row.need('registrationNumber', (written) => {
    const found = read(written.normalize('NFKC'));
    if (found instanceof ValueFault || number === null || !/^\d{8}$/.test(found)) return found;
    const padded = `0${found}`;
    return padded.startsWith(number.slice(4, 8)) ? padded : found;
  });
}

/** 考生名册 as it stands, in the columns in which it is taken. */
async function* readCandidateList(
  db: Knex,
  { pack, cipher, extent }: ListContext,
): AsyncIterable<readonly (readonly Cell[])[]> {
  const pieces = readPieces<ListedCandidate>(0, (after, limit) =>
    listCandidatePiece(db, extent, Number(after), limit),
  );
  for await (const rows of pieces)
    yield rows.map((row) => [
      row.number,
      row.name,
      openIdentityNumber(cipher, row.identityNumber, row.number),
      row.sex === 'male' ? '男' : '女',
      row.bornOn,
      row.ethnicity,
      nameOfPack(pack.candidateKinds, row.kind),
      nameOfPack(pack.tracks, row.track),
      row.countyCode,
      row.countyName,
      row.schoolCode,
      row.schoolName,
      row.className,
      row.registrationNumber,
      row.phone === null ? null : openPhone(cipher, row.phone, row.number),
      ...factColumns.map((column) => writeFact(column, row.facts[column.fact])),
      writeFact({ ...listsColumn, fact: 'lists', read: listOf(text(1)) }, row.facts.lists),
    ]);
}
