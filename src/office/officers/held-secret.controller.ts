import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { listOfficerNames } from '../../domain/officers/officer.repository';
import { readReason } from '../../domain/officers/reason.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import { formatMinute } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { type AccountModel, presentAccount } from './account.presenter';
import { countOtherReleasers, type HeldOfficer, listHeldOfficers } from './held-secret.repository';
import { type HeldSecretService, heldPurpose, markSecrets, type ShownSecrets } from './held-secret.service';
import { loadPlaceNames } from './one-account.controller';

const HELD_PATH = '/office/officers/releases';
const CHANGED =
  '列表刚刚有变化（重新发放、已核准、已作废或过期），本次操作没有执行。请核对下面的列表后重新操作。';

const ALL = 'all';

interface HeldSecretPages {
  readonly db: Knex;
  readonly service: HeldSecretService;
  readonly tokens: OfficeTokens;
}

/** A reason that was typed for one maker's, and what is wrong with it. */
interface Refused {
  readonly makerId: number;
  readonly reason: string;
  readonly error: string;
}

interface HeldRow extends AccountModel {
  readonly issuedBy: string;
  readonly issuedAt: string;
  readonly until: string;
  /** What the button of this row sends. */
  readonly choice: string;
}

async function presentRows(
  pages: HeldSecretPages,
  held: readonly HeldOfficer[],
): Promise<ReadonlyMap<number, HeldRow>> {
  const places = await loadPlaceNames(pages.db, held);
  const names = await listOfficerNames(pages.db);
  return new Map(
    held.map((account) => [
      account.id,
      {
        ...presentAccount(account, places),
        issuedBy: names.get(String(account.madeBy)) ?? '',
        issuedAt: formatMinute(account.heldSince),
        until: formatMinute(account.firstSecretUntil),
        choice: `${account.id}.${markSecrets([account])}`,
      },
    ]),
  );
}

/** One maker's together, other people's first. */
function groupByMaker(
  { tokens }: HeldSecretPages,
  { officer }: OfficerVisit,
  held: readonly HeldOfficer[],
  rows: ReadonlyMap<number, HeldRow>,
  refused: Refused | null,
) {
  return [...new Set(held.map(({ madeBy }) => madeBy))]
    .map((makerId) => {
      const theirs = held.filter(({ madeBy }) => madeBy === makerId);
      const shown = theirs.flatMap(({ id }) => rows.get(id) ?? []);
      const ofThis = refused?.makerId === makerId ? refused : null;
      return {
        makerId,
        maker: shown[0]?.issuedBy ?? '',
        own: makerId === officer.id,
        rows: shown,
        mark: markSecrets(theirs),
        releaseToken: tokens.issue(officer.id, heldPurpose('release', makerId)),
        refuseToken: tokens.issue(officer.id, heldPurpose('refuse', makerId)),
        reason: ofThis?.reason ?? '',
        error: ofThis?.error ?? '',
      };
    })
    .toSorted((one, other) => Number(one.own) - Number(other.own));
}

async function render(
  pages: HeldSecretPages,
  visit: OfficerVisit,
  { status, said = '', refused = null }: { status: number; said?: string; refused?: Refused | null },
): Promise<void> {
  const { officer } = visit;
  const held = await listHeldOfficers(pages.db);
  const rows = await presentRows(pages, held);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '等待核准的首次登录密码',
      plainName: 'held-first-secrets',
      ...tabulate(
        [
          ['登录名', ({ signInName }) => signInName],
          ['姓名', ({ name }) => name],
          ['角色', ({ role }) => role],
          ['单位', ({ placeName }) => placeName],
          ['范围', ({ place }) => place],
          ['发放人', ({ issuedBy }) => issuedBy],
          ['发放', ({ issuedAt }) => issuedAt],
          ['有效期至', ({ until }) => until],
        ],
        [...rows.values()],
      ),
    });
  const groups = groupByMaker(pages, visit, held, rows, refused);
  const acts = officer.role === 'province';
  const errors = Object.fromEntries(groups.map(({ makerId, error }) => [`reason-${makerId}`, error]));
  visit.render(
    'office/officers/releases',
    {
      groups,
      acts,
      changed: said,
      alone: acts && groups.some(({ own }) => own) && (await countOtherReleasers(pages.db, officer.id)) === 0,
      faults: listFaults(errors, Object.keys(errors)),
    },
    { status },
  );
}

/** @throws AppError badRequest (400) for what no page has sent */
function readNumber(text: string): number {
  if (!/^[1-9][0-9]{0,14}$/.test(text)) throw new AppError('badRequest', 400);
  return Number(text);
}

/** All of one maker's as the page showed them, or the one whose button was pressed. */
function readShown({ req }: OfficerVisit): ShownSecrets {
  const makerId = readNumber(readField(req, 'maker'));
  const one = readField(req, 'one');
  // Spelled out: a button that got lost on its way stands for nothing.
  if (one === ALL) return { makerId, officerId: null, mark: readField(req, 'mark') };
  const [id = '', mark = ''] = one.split('.');
  return { makerId, officerId: readNumber(id), mark };
}

/** Says what was done, or shows the list as it is now where it is no more what was shown. */
async function answer(
  pages: HeldSecretPages,
  visit: OfficerVisit,
  act: () => Promise<number>,
  say: (count: number) => string,
): Promise<void> {
  try {
    visit.redirect(HELD_PATH, say(await act()));
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    await render(pages, visit, { status: 409, said: CHANGED });
  }
}

async function submitRelease(pages: HeldSecretPages, visit: OfficerVisit): Promise<void> {
  await answer(
    pages,
    visit,
    () => pages.service.release(actAuthorOf(visit, ''), readShown(visit)),
    (released) => `已核准${released}个首次登录密码，本人可以用来登录了。`,
  );
}

async function submitRefusal(pages: HeldSecretPages, visit: OfficerVisit): Promise<void> {
  const shown = readShown(visit);
  const { reason, error } = readReason(visit.req);
  if (error !== '')
    return render(pages, visit, { status: 422, refused: { makerId: shown.makerId, reason, error } });
  await answer(
    pages,
    visit,
    () => pages.service.refuse(actAuthorOf(visit, reason), shown),
    (withdrawn) => `已作废${withdrawn}个首次登录密码，须重新发放才能登录。`,
  );
}

/** 核准 of first secrets: what one officer of the province has given out serves when another one says so. */
export function createHeldSecretControllers(pages: HeldSecretPages) {
  return bindParts(pages, {
    show: (own, visit: OfficerVisit) => render(own, visit, { status: 200 }),
    release: submitRelease,
    refuse: submitRefusal,
  });
}

export type HeldSecretControllers = ReturnType<typeof createHeldSecretControllers>;
