import { roleNames } from '../../domain/officers/officer.presenter';
import type { OfficerAccount } from '../../domain/officers/officer.repository';
import { formatInstant } from '../../infrastructure/format-time';

export interface AccountModel {
  readonly id: number;
  readonly signInName: string;
  readonly name: string;
  readonly role: string;
  readonly placeName: string;
  /** Names and codes of the place, as one text. */
  readonly place: string;
  readonly state: string;
  readonly disabled: boolean;
  /** The first secret waits for another officer's 核准. */
  readonly held: boolean;
  readonly signedInAt: string;
  readonly createdAt: string;
}

/** Names of cities and counties by code, and of schools by `county|code`. */
interface PlaceNames {
  readonly cities: ReadonlyMap<string, string>;
  readonly counties: ReadonlyMap<string, string>;
  readonly schools: ReadonlyMap<string, string>;
}

/** One account as 工作人员 shows it. */
export function presentAccount(account: OfficerAccount, names: PlaceNames): AccountModel {
  const { id, signInName, name, role, placeName, cityCode, countyCode, schoolCode } = account;
  return {
    id,
    signInName,
    name,
    role: roleNames[role],
    placeName,
    place: [
      cityCode === null ? '' : `${names.cities.get(cityCode) ?? ''}${cityCode}`,
      countyCode === null ? '' : `${names.counties.get(countyCode) ?? ''}${countyCode}`,
      schoolCode === null ? '' : `${names.schools.get(`${countyCode}|${schoolCode}`) ?? ''}${schoolCode}`,
    ]
      .filter((text) => text !== '')
      .join(' '),
    state: presentState(account),
    disabled: account.disabledAt !== null,
    held: account.heldSince !== null,
    signedInAt: account.signedInAt === null ? '从未登录' : formatInstant(account.signedInAt),
    createdAt: formatInstant(account.createdAt),
  };
}

function presentState({ disabledAt, ready, firstSecretUntil, heldSince }: OfficerAccount): string {
  if (disabledAt !== null) return `已停用（${formatInstant(disabledAt)}）`;
  if (ready) return '正常';
  if (firstSecretUntil === null) return '没有设置密码，首次登录密码已失效';
  const until = formatInstant(firstSecretUntil);
  return heldSince === null ? `等待首次登录（${until}前有效）` : `首次登录密码等待核准（${until}前有效）`;
}
