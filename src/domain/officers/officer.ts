import { isPersonName } from '../../rules/identity/person-name';
import { foldName } from '../../rules/identity/typed-text';

/** What officers are, by what they may see; each page says which of them it is for. */
export const officerRoles = ['school', 'county', 'city', 'province', 'auditor', 'reviewer'] as const;

export type OfficerRole = (typeof officerRoles)[number];

/** Where an officer works. Codes as in the candidates' records; a city is the first four digits of its counties. */
interface OfficerPlace {
  readonly cityCode: string | null;
  readonly countyCode: string | null;
  readonly schoolCode: string | null;
}

/** One 工作人员 of a school, a county office, a city office or the province, or of 客服. */
export interface Officer extends OfficerPlace {
  readonly id: number;
  /** Lower case letters, digits and dashes. */
  readonly signInName: string;
  /** 姓名. */
  readonly name: string;
  readonly role: OfficerRole;
  /** The office's or the school's name. */
  readonly placeName: string;
  /** The sign-in before this one; null at the first. */
  readonly previousSignInAt: Date | null;
  readonly previousSignInAddress: string | null;
}

/** What an account is made from. */
export type OfficerDraft = Pick<Officer, 'signInName' | 'name' | 'role' | 'placeName'> & OfficerPlace;

export type DraftField = 'signInName' | 'name' | 'placeName' | 'cityCode' | 'countyCode' | 'schoolCode';

export interface DraftFault {
  readonly field: DraftField;
  /** `unwanted`: an officer of this role has none. */
  readonly code: 'missing' | 'shape' | 'unwanted';
}

const shapes: Readonly<Record<Exclude<DraftField, 'name'>, RegExp>> = {
  signInName: /^[a-z][a-z0-9-]{2,29}$/,
  placeName: /^\P{Cc}{2,40}$/u,
  cityCode: /^\d{4}$/,
  countyCode: /^\d{6}$/,
  schoolCode: /^[0-9A-Za-z]{2,20}$/,
};

const codesOf: Readonly<Record<OfficerRole, readonly DraftField[]>> = {
  school: ['countyCode', 'schoolCode'],
  county: ['countyCode'],
  city: ['cityCode'],
  province: [],
  auditor: [],
  reviewer: [],
};

const allCodes = ['cityCode', 'countyCode', 'schoolCode'] as const;

function isShaped(field: DraftField, value: string): boolean {
  return field === 'name' ? isPersonName(value, 'resident') : shapes[field].test(value);
}

/** What is wrong with a new account; empty when it may be made. */
export function findDraftFaults(draft: OfficerDraft): readonly DraftFault[] {
  const needed = codesOf[draft.role];
  const unwanted = allCodes.filter((field) => !needed.includes(field) && draft[field] !== null);
  const asked: readonly DraftField[] = ['signInName', 'name', 'placeName', ...needed];
  return [
    ...asked.flatMap((field): DraftFault[] => {
      const value = draft[field] ?? '';
      if (value === '') return [{ field, code: 'missing' }];
      return isShaped(field, value) ? [] : [{ field, code: 'shape' }];
    }),
    ...unwanted.map((field): DraftFault => ({ field, code: 'unwanted' })),
  ];
}

/** How a typed sign-in name is looked up: full width, blanks, marks that nobody sees and capitals are forgiven. */
export function normaliseSignInName(typed: string): string {
  return foldName(typed);
}
