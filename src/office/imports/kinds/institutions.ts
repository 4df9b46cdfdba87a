import type { ImportKind, KindContext } from '../kind';
import type { RowReader } from '../row-reader';
import { fixedCode } from '../values/codes';
import { text, wholeNumber } from '../values/plain-values';
import {
  applyInstitutions,
  countInstitutions,
  institutionChecks,
  institutionStaging,
  type ListedInstitution,
  listInstitutionPiece,
  weighInstitutions,
} from './institutions.repository';
import { readPieces } from './read-pieces.repository';
import { ownershipColumn, readSchoolKind, schoolTypeColumn } from './school-kind';

/** The cities that are provinces themselves end in 市 too. */
const PROVINCE_ENDING = /(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$/;
const CITY = /^.{1,12}?(市|自治州|地区|盟)/;

/**
 * 院校名单 of the year of the pack in force: the file is the whole list. What is not in it goes, but for institutions
 * that have plan rows.
 */
export const institutionsKind: ImportKind = {
  code: 'institutions',
  name: '院校名单',
  columns: [
    { code: 'year', heading: '年度', synonyms: ['年份'] },
    {
      code: 'code',
      heading: '院校代号',
      synonyms: ['院校代码', '学校代号', '学校代码', '代号'],
      required: true,
      named: 'name',
    },
    { code: 'name', heading: '院校名称', synonyms: ['学校名称', '院校', '名称'], required: true },
    {
      code: 'province',
      heading: '省市',
      synonyms: ['省份', '所在省', '所在省市', '省（区、市）'],
      required: true,
    },
    { code: 'city', heading: '城市', synonyms: ['所在城市', '所在市', '所在地'] },
    ownershipColumn,
    schoolTypeColumn,
    { code: 'address', heading: '通讯地址', synonyms: ['地址', '学校地址'] },
  ],
  async prepare(_transaction, context) {
    const { year } = context.pack;
    return {
      staging: institutionStaging,
      readRow: createReader(context),
      checks: institutionChecks,
      count: (transaction) => countInstitutions(transaction, year),
      weigh: async (transaction) => ({
        existing: await weighInstitutions(transaction, year),
        batches: null,
      }),
      apply: (transaction) => applyInstitutions(transaction, year),
    };
  },
  async *readList(db, { pack: { year } }) {
    const pieces = readPieces<ListedInstitution>('', (after, limit) =>
      listInstitutionPiece(db, year, String(after), limit),
    );
    for await (const rows of pieces)
      yield rows.map(({ key, name, province, city, ownership, schoolType }) => [
        ...[year, key, name, province, city],
        ...[ownership, schoolType, ''],
      ]);
  },
};

function createReader({ pack, onRepair }: KindContext) {
  const code = fixedCode(pack.codes.institution, { onRepair });
  const name = text(100);
  const place = text(30);
  const year = wholeNumber(pack.year, pack.year);
  return (row: RowReader) => {
    row.take('year', year);
    const province = row.take('province', place) ?? '';
    const city = row.take('city', place) ?? findCity(row.text('address'), province);
    return [row.need('code', code), row.need('name', name), province, city, ...readSchoolKind(row)];
  };
}

/** The city of an address such as 吉林省长春市南关区…; '' where the address does not tell. */
function findCity(address: string, province: string): string {
  if (province.endsWith('市')) return province;
  const short = province.replace(PROVINCE_ENDING, '');
  const within = [province, short].find((start) => start !== '' && address.startsWith(start)) ?? '';
  return CITY.exec(address.slice(within.length).replace(/^[省市]/, ''))?.[0] ?? '';
}
