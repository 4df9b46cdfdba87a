import type { Knex } from 'knex';
import { listSubjectEntries } from '../../domain/audit/subject-audit.repository';
import { countReaders } from '../../domain/mailbox/mail.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { listNamedSchools, nameCounties } from '../../domain/places/place.repository';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readId } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { OfficerVisit } from '../as-officer';
import { presentSubjectHistory, tabulateHistory } from '../officers/subject-history';
import { filingStates } from './announcement.form';
import { type Announcement, findAnnouncement, listAnnouncements } from './announcement.repository';
import { type AnnouncementService, purposeOfWithdrawal } from './announcement.service';
import type { Selection } from './selection';

const SHOWN = 100;

/** Whom a selection takes, in words. `places`: names of its county and its school. */
function presentSelection(
  pack: RulePack,
  { kind, filing, state }: Selection,
  places: { readonly county: string; readonly school: string },
): string {
  const nameOf = (all: readonly { readonly code: string; readonly name: string }[], code: string) =>
    all.find((one) => one.code === code)?.name ?? code;
  const filed =
    state === '' ? '' : `${nameOf([...pack.headings, ...pack.batches], filing)}${filingStates[state]}`;
  const parts = [places.county, places.school, nameOf(pack.candidateKinds, kind), filed];
  const said = parts.filter((text) => text !== '').join('，');
  return said === '' ? '全体考生（个人信箱）' : `${said}的考生`;
}

export interface AnnouncementPages {
  readonly db: Knex;
  readonly service: AnnouncementService;
  readonly tokens: OfficeTokens;
}

async function present(pages: AnnouncementPages, one: Announcement) {
  const { id, title, body, selection, sent, finishedAt } = one;
  const withdrawnAt = one.withdrawnAt === null ? '' : formatInstant(one.withdrawnAt);
  return {
    id,
    title,
    body,
    selection,
    sent,
    finishedAt,
    withdrawnAt: one.withdrawnAt,
    to: selection === null ? '全体考生（公共信箱）' : await nameSelection(pages, selection),
    writtenAt: formatInstant(one.writtenAt),
    state: withdrawnAt !== '' ? `${withdrawnAt}撤回` : finishedAt === null ? '没有发完' : '已发出',
  };
}

/** Whom a personal notice went to, in words. */
async function nameSelection(pages: AnnouncementPages, selection: Selection): Promise<string> {
  const { db } = pages;
  const { county, school } = selection;
  const [pack, counties, schools] = await Promise.all([
    getActiveRulePack(db),
    nameCounties(db, [county]),
    listNamedSchools(db, [school]),
  ]);
  const named = schools.find((one) => county === '' || one.county === county)?.name;
  return presentSelection(pack, selection, {
    county: counties.get(county) ?? county,
    school: named ?? school,
  });
}

/** The newest notices; as a spreadsheet all of them. */
export async function showList(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const { db, tokens } = pages;
  const mayChange = visit.officer.role === 'province';
  const all = await listAnnouncements(db, visit.askedTable === null ? SHOWN : null);
  const announcements = await Promise.all(all.map((one) => present(pages, one)));
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '通知',
      plainName: 'notices',
      ...tabulate(
        [
          ['时间', ({ writtenAt }) => writtenAt],
          ['标题', ({ title }) => title],
          ['内容', ({ body }) => body],
          ['发给', ({ to }) => to],
          ['已发人数', ({ sent }) => sent],
          ['状态', ({ state }) => state],
        ],
        announcements,
      ),
    });
  visit.render('office/announcements/list', {
    announcements: announcements.map((one) => ({
      ...one,
      token:
        mayChange && one.selection === null && one.withdrawnAt === null
          ? tokens.issue(visit.officer.id, purposeOfWithdrawal(one.id))
          : '',
    })),
    mayChange,
  });
}

/** One notice as it was sent: by whom, to whom, and how many have read it. */
export async function showAnnouncement(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const { db } = pages;
  const id = readId(visit.req, 'announcement');
  const found = await findAnnouncement(db, id);
  if (found === null) throw notFound();
  const acts = ['publishNotice', 'sendMails', 'withdrawNotice'];
  const entries = await listSubjectEntries(db, 'announcement', String(id), acts);
  const history = await presentSubjectHistory(db, entries);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: `通知${id}的操作记录`,
      plainName: `notice-${id}`,
      ...tabulateHistory(history),
    });
  visit.render('office/announcements/announcement', {
    announcement: await present(pages, found),
    readers: await countReaders(db, id),
    history,
  });
}
