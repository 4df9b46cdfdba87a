import type { Knex } from 'knex';
import { findDraftFaults, normaliseSignInName, type OfficerRole } from '../../../domain/officers/officer';
import { roleNames } from '../../../domain/officers/officer.presenter';
import { type Chosen, loadPlaceChooser, type PlaceChooser } from '../../../domain/places/choose-place';
import type { NamedPlace } from '../../../domain/places/place.repository';
import { normalisePersonName } from '../../../rules/identity/person-name';
import type { ImportKind } from '../kind';
import type { RowReader } from '../row-reader';
import { oneOf } from '../values/plain-values';
import { type ReadValue, ValueFault } from '../values/value-fault';
import {
  applyOfficers,
  countOfficers,
  type ListedOfficer,
  listOfficerPiece,
  officerChecks,
  officerStaging,
  weighOfficers,
} from './officers.repository';
import { readPieces } from './read-pieces.repository';

/** Those whom officers of the province make in the browser, one by one or by a list; all others are the operator's. */
const ROLES = ['city', 'county', 'school'] as const satisfies readonly OfficerRole[];
type ListedRole = (typeof ROLES)[number];

const roles = new Map<string, ListedRole>([
  ...ROLES.map((role) => [roleNames[role], role] as const),
  ['市', 'city'],
  ['县', 'county'],
  ['县区', 'county'],
  ['县招办', 'county'],
  ['区招办', 'county'],
]);

/** 工作人员: accounts that are made, and names that are corrected. None goes: accounts are disabled one by one. */
export const officersKind: ImportKind = {
  code: 'officers',
  name: '工作人员',
  columns: [
    { code: 'signInName', heading: '登录名', synonyms: ['用户名', '账号'], required: true, perRow: true },
    { code: 'name', heading: '姓名', synonyms: ['工作人员姓名'], required: true, perRow: true },
    { code: 'role', heading: '角色', synonyms: ['类别', '岗位'], required: true },
    { code: 'placeName', heading: '单位', synonyms: ['单位名称', '工作单位'], required: true },
    { code: 'city', heading: '市', synonyms: ['城市', '市代码', '地市'] },
    { code: 'county', heading: '县区', synonyms: ['县', '县代码', '县区代码', '县（市、区）'] },
    { code: 'school', heading: '学校', synonyms: ['学校代码', '学校名称', '中学'] },
  ],
  async prepare(transaction) {
    return {
      staging: officerStaging,
      readRow: createReader(await loadPlaceChooser(transaction)),
      checks: officerChecks,
      count: countOfficers,
      weigh: async (open) => ({ existing: await weighOfficers(open), batches: [] }),
      apply: applyOfficers,
    };
  },
  async *readList(db, { extent }) {
    const places = await loadPlaceChooser(db);
    const pieces = readPieces<ListedOfficer>(0, (after, limit) =>
      listOfficerPiece(db as Knex, ROLES, extent === 'staged', Number(after), limit),
    );
    for await (const rows of pieces)
      yield rows.map(({ signInName, name, role, placeName, city, county, school }) => [
        signInName,
        name,
        roleNames[role as ListedRole],
        placeName,
        showAs(city, places.city),
        showAs(county, places.county),
        showAs(school, (typed) => places.school(typed, county)),
      ]);
  },
};

type Choose = (typed: string) => Chosen<NamedPlace>;

/** `410122 中牟县`, as it is found again; '' where there is none. */
function showAs(code: string | null, choose: Choose): string {
  if (code === null) return '';
  const chosen = choose(code);
  return 'found' in chosen ? `${code} ${chosen.found.name}` : code;
}

/** The code of the place that was typed by code or by name. */
const placeOf =
  (choose: Choose): ReadValue<string> =>
  (found) => {
    const chosen = choose(found);
    if ('found' in chosen) return chosen.found.code;
    const several = chosen.several.map(({ code, name }) => `${code} ${name}`).join('、');
    return chosen.fault === 'ambiguous'
      ? new ValueFault('notOneOf', several)
      : new ValueFault('notOneOf', '');
  };

/** A field of an account, in the form in which it is kept, by the rules of the page on which one is made. */
function fieldOf(
  field: 'signInName' | 'name' | 'placeName',
  shape: string,
  normalise: (typed: string) => string,
): ReadValue<string> {
  const places = { role: 'province' as const, cityCode: null, countyCode: null, schoolCode: null };
  return (found) => {
    const value = normalise(found);
    const draft = { signInName: '', name: '', placeName: '', ...places, [field]: value };
    const isFaulty = findDraftFaults(draft).some((fault) => fault.field === field);
    return isFaulty ? new ValueFault('malformed', shape) : value;
  };
}

const wanted: Readonly<Record<ListedRole, readonly ('city' | 'county' | 'school')[]>> = {
  city: ['city'],
  county: ['county'],
  school: ['county', 'school'],
};

function createReader(places: PlaceChooser) {
  const signInName = fieldOf('signInName', '3-30位小写字母、数字和减号，以字母开头', normaliseSignInName);
  const name = fieldOf('name', '2-25个汉字', normalisePersonName);
  const placeName = fieldOf('placeName', '2-40个字', (typed) => typed);
  const role = oneOf(
    roles,
    ROLES.map((one) => roleNames[one]),
  );
  return (row: RowReader) => {
    const own = row.need('role', role);
    const take = (column: 'city' | 'county' | 'school', choose: Choose): string | null => {
      if (own === null) return null;
      if (wanted[own].includes(column)) return row.need(column, placeOf(choose));
      // A county stands within its city: what says no more than that is no fault.
      if (column !== 'city' && row.text(column) !== '') row.refuse(column, 'notWanted', roleNames[own]);
      return null;
    };
    const city = take('city', places.city);
    const county = take('county', places.county);
    const school = take('school', (typed) => places.school(typed, county));
    return [
      row.need('signInName', signInName),
      row.need('name', name),
      own,
      row.need('placeName', placeName),
      city,
      county,
      school,
    ];
  };
}
