import { parseArgs } from 'node:util';
import {
  type DraftFault,
  findDraftFaults,
  normaliseSignInName,
  type Officer,
  type OfficerDraft,
  officerRoles,
} from '../domain/officers/officer';
import { roleNames } from '../domain/officers/officer.presenter';
import { findOfficerByName, listOfficers, type OfficerAccount } from '../domain/officers/officer.repository';
import { findDraftPlaces } from '../domain/officers/officer-places';
import { showPlace, showSchool } from '../domain/places/place.presenter';
import { listNamedSchools, nameCities, nameCounties } from '../domain/places/place.repository';
import { formatInstant } from '../infrastructure/format-time';
import { say, sayText } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import {
  createOfficerAccountService,
  type OfficerAccountService,
} from '../office/officers/officer-account.service';
import { findPublicUrl } from '../operations/installation';
import { normalisePersonName } from '../rules/identity/person-name';
import type { Command, CommandContext } from './command';

const usage = `officer create --role <${officerRoles.join('|')}> --name <姓名> --sign-in-name <name> --place <单位名称> [--city <4 digits>] [--county <6 digits>] [--school <code>]
  officer list
  officer disable|enable|renew <sign-in name>`;

const options = {
  role: { type: 'string' },
  name: { type: 'string' },
  'sign-in-name': { type: 'string' },
  place: { type: 'string' },
  city: { type: 'string' },
  county: { type: 'string' },
  school: { type: 'string' },
} as const;

const flags: Readonly<Record<DraftFault['field'], string>> = {
  signInName: '--sign-in-name',
  name: '--name',
  placeName: '--place',
  cityCode: '--city',
  countyCode: '--county',
  schoolCode: '--school',
};

const sentences: Readonly<Record<DraftFault['code'], string>> = {
  missing: 'is required for this role',
  shape: 'has not the right shape',
  unwanted: 'does not belong to this role',
};

/** Accounts of officers: the first of an installation, and all of the province and of auditors, are made here. */
export const officerCommand: Command = {
  name: 'officer',
  usage,
  summary: 'make, list, disable, enable officers, or give one a new first secret (24 hours, shown once)',
  async run(context, [verb, ...args]) {
    if (verb === 'create') return create(context, args);
    if (verb === 'list' && args.length === 0) return list(context);
    const [signInName, ...rest] = args;
    if (isAct(verb) && signInName !== undefined && rest.length === 0)
      return change(context, verb, signInName);
    return explain(context);
  },
};

type Act = 'disable' | 'enable' | 'renew';

function isAct(verb: string | undefined): verb is Act {
  return verb === 'disable' || verb === 'enable' || verb === 'renew';
}

function explain({ print }: CommandContext): number {
  print(say`usage: zhiyuan ${usage}`);
  return 2;
}

function buildAccounts({
  db,
  config: { secrets, officersApartDays },
}: CommandContext): OfficerAccountService {
  return createOfficerAccountService({
    db,
    cipher: createCipher(secrets.dataKey, secrets.indexKey),
    tokens: null,
    apartDays: officersApartDays,
  });
}

function readDraft(args: readonly string[]): OfficerDraft | null {
  let values: Partial<Record<keyof typeof options, string>>;
  try {
    ({ values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }));
  } catch {
    return null;
  }
  const role = officerRoles.find((one) => one === values.role);
  if (role === undefined) return null;
  return {
    role,
    signInName: normaliseSignInName(values['sign-in-name'] ?? ''),
    name: normalisePersonName(values.name ?? ''),
    placeName: values.place ?? '',
    cityCode: values.city ?? null,
    countyCode: values.county ?? null,
    schoolCode: values.school ?? null,
  };
}

async function create(context: CommandContext, args: readonly string[]): Promise<number> {
  const { print } = context;
  const read = readDraft(args);
  if (read === null) return explain(context);
  const { draft, unknown } = await findDraftPlaces(context.db, read);
  const faults = findDraftFaults(draft);
  for (const { field, code } of faults) print(`officer create: ${flags[field]} ${sayText(sentences[code])}`);
  if (faults.length > 0) return 2;
  for (const field of Object.keys(unknown) as DraftFault['field'][])
    print(
      say`officer create: ${flags[field]}: no such place in the records; import the list of places first, or the candidates, whose counties and schools are taken up`,
    );
  if (Object.keys(unknown).length > 0) return 1;
  const issued = await buildAccounts(context).create({ kind: 'operator' }, draft);
  if (issued === null) {
    print(say`officer create: the sign-in name ${draft.signInName} is taken`);
    return 1;
  }
  await printSecret(context, draft.signInName, issued.secret);
  return 0;
}

async function printSecret(
  { db, print, config }: CommandContext,
  signInName: string,
  secret: string,
): Promise<void> {
  const { origin } = (await findPublicUrl(db)) ?? config.publicUrl;
  print(say`sign-in name  ${signInName}`);
  print(say`first secret  ${secret}`);
  print(say`Shown once; serves 24 hours, once, at ${origin}/office/first-sign-in`);
}

async function list({ db, print }: CommandContext): Promise<number> {
  const placeOf = await loadPlaceNames(db);
  for (const officer of await listOfficers(db)) {
    const { signInName, name, role, placeName, signedInAt } = officer;
    const state = describeState(officer);
    const last = signedInAt === null ? say`never signed in` : say`signed in ${formatInstant(signedInAt)}`;
    print([signInName, role, name, placeName, state, last, roleNames[role], placeOf(officer)].join('\t'));
  }
  return 0;
}

function describeState({ disabledAt, ready, heldSince }: OfficerAccount): string {
  if (disabledAt !== null) return say`disabled`;
  if (ready) return say`ready`;
  return heldSince === null ? say`no password yet` : say`first secret waits for a second officer`;
}

/** The place of an account by code and name; '' for the province. */
async function loadPlaceNames(db: CommandContext['db']): Promise<(officer: Officer) => string> {
  const [cities, counties, schools] = [
    await nameCities(db),
    await nameCounties(db),
    await listNamedSchools(db),
  ];
  const show = (code: string, name: string | undefined) =>
    name === undefined ? code : showPlace({ code, name });
  return ({ cityCode, countyCode, schoolCode }) => {
    const school = schools.find(({ code, county }) => code === schoolCode && county === countyCode);
    if (schoolCode !== null) return school === undefined ? schoolCode : showSchool(school);
    if (countyCode !== null) return show(countyCode, counties.get(countyCode));
    return cityCode === null ? '' : show(cityCode, cities.get(cityCode));
  };
}

async function change(context: CommandContext, act: Act, typed: string): Promise<number> {
  const { db, print } = context;
  const account = await findOfficerByName(db, normaliseSignInName(typed));
  if (account === null) {
    print(say`officer ${act}: there is no officer ${typed}`);
    return 1;
  }
  const isDisabled = account.disabledAt !== null;
  if (isDisabled !== (act === 'enable')) {
    const name = account.signInName;
    print(
      isDisabled ? say`officer ${act}: ${name} is disabled` : say`officer ${act}: ${name} is not disabled`,
    );
    return 1;
  }
  const accounts = buildAccounts(context);
  if (act === 'renew') {
    const { secret } = await accounts.renew({ kind: 'operator' }, account.id);
    await printSecret(context, account.signInName, secret);
    return 0;
  }
  await accounts[act]({ kind: 'operator' }, account.id);
  print(act === 'enable' ? say`${account.signInName} is enabled` : say`${account.signInName} is disabled`);
  return 0;
}
