import type { Request } from 'express';
import type { Knex } from 'knex';
import { listSubjectEntries } from '../../domain/audit/subject-audit.repository';
import { getActiveRulePack } from '../../domain/batches/rule-pack.repository';
import { countReaders } from '../../domain/mailbox/mail.repository';
import type { ActAuthor } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { chooseCounty, chooseSchool } from '../../domain/places/choose-place';
import { presentPlaceFault } from '../../domain/places/place.presenter';
import { listNamedSchools, nameCounties } from '../../domain/places/place.repository';
import { listPlaceChoices } from '../../domain/places/place-choices';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { RulePack } from '../../rules/rule-pack';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { presentSubjectHistory, tabulateHistory } from '../officers/subject-history';
import { type Announcement, findAnnouncement, listAnnouncements } from './announcement.repository';
import { type AnnouncementService, purposeOfWithdrawal, SEND_PURPOSE } from './announcement.service';
import { countRecipients } from './recipient.repository';
import { type FilingState, type ResolvedSelection, resolveSelection, type Selection } from './selection';

const SHOWN = 100;

const fields = ['to', 'county', 'school', 'kind', 'filing', 'state', 'title', 'body', 'reason'] as const;
type Field = (typeof fields)[number];
type Typed = Readonly<Record<Field, string>>;
type Errors = Partial<Record<Field, string>>;

const states: Readonly<Record<FilingState, string>> = {
  saved: '已保存',
  notSaved: '没有保存',
  abandoned: '已放弃',
};

const readTyped = (req: Request): Typed =>
  Object.fromEntries(fields.map((field) => [field, readField(req, field).trim()])) as Record<Field, string>;

function checkLetter({ title, body, reason }: Typed): Errors {
  const errors: Errors = {};
  const isOff = (text: string, limit: number) => text === '' || [...text].length > limit;
  if (isOff(title, 60)) errors.title = '请填写标题，不超过60个字！';
  if (isOff(body, 2000)) errors.body = '请填写内容，不超过2000个字！';
  if (isOff(reason, 200)) errors.reason = '请填写理由，不超过200个字！';
  return errors;
}

/** The selection that was typed; what is wrong with it is added to `errors`. */
async function checkSelection(
  db: Knex,
  pack: RulePack,
  typed: Typed,
  errors: Errors,
): Promise<ResolvedSelection | null> {
  const { to, kind, filing, state } = typed;
  if (to !== 'selection') errors.to = '请选择发给谁！';
  const { county, school } = await readPlaces(db, typed, errors);
  const known = Object.keys(states) as FilingState[];
  const chosen = known.find((one) => one === state) ?? '';
  const selection = resolveSelection(pack, { county, school, kind, filing, state: chosen });
  if (selection === null) errors.filing = '批次（栏目）和填报情况要同时选择，请检查后重新选择！';
  return selection;
}

/** Codes of the county and the school that were typed; '' where none was. */
async function readPlaces(
  db: Knex,
  typed: Typed,
  errors: Errors,
): Promise<{ readonly county: string; readonly school: string }> {
  const county = typed.county === '' ? null : await chooseCounty(db, typed.county);
  if (county !== null && 'fault' in county) errors.county = presentPlaceFault('county', county);
  const code = county !== null && 'found' in county ? county.found.code : '';
  const school = typed.school === '' ? null : await chooseSchool(db, typed.school, code === '' ? null : code);
  if (school !== null && 'fault' in school) errors.school = presentPlaceFault('school', school);
  if (school === null || !('found' in school)) return { county: code, school: '' };
  return { county: school.found.county, school: school.found.code };
}

/** Whom a selection takes, in words. `places`: names of its county and its school. */
function presentSelection(
  pack: RulePack,
  { kind, filing, state }: Selection,
  places: { readonly county: string; readonly school: string },
): string {
  const nameOf = (all: readonly { readonly code: string; readonly name: string }[], code: string) =>
    all.find((one) => one.code === code)?.name ?? code;
  const filed = state === '' ? '' : `${nameOf([...pack.headings, ...pack.batches], filing)}${states[state]}`;
  const parts = [places.county, places.school, nameOf(pack.candidateKinds, kind), filed];
  const said = parts.filter((text) => text !== '').join('，');
  return said === '' ? '全体考生（个人信箱）' : `${said}的考生`;
}

/** What was begun goes on with a button. */
const presentUnsent = (title: string) =>
  `通知${title === '' ? '' : `“${title}”`}还没有全部发出，请点击“继续发送”。`;

interface AnnouncementPages {
  readonly db: Knex;
  readonly service: AnnouncementService;
  readonly tokens: OfficeTokens;
}

async function check(
  pages: AnnouncementPages,
  pack: RulePack,
  typed: Typed,
): Promise<{ readonly selection: ResolvedSelection | null; readonly errors: Errors }> {
  const errors = checkLetter(typed);
  if (typed.to === 'public') return { selection: null, errors };
  return { selection: await checkSelection(pages.db, pack, typed, errors), errors };
}

async function renderForm(
  pages: AnnouncementPages,
  visit: OfficerVisit,
  pack: RulePack,
  typed: Typed,
  errors: Errors,
): Promise<void> {
  visit.render(
    'office/announcements/new',
    {
      typed,
      errors,
      faults: listFaults({ ...errors }, fields),
      kinds: pack.candidateKinds,
      places: await listPlaceChoices(pages.db),
      headings: pack.headings,
      batches: pack.batches,
      states: Object.entries(states).map(([code, name]) => ({ code, name })),
    },
    { status: Object.keys(errors).length === 0 ? 200 : 422 },
  );
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

const authorOf = ({ req, officer, origin }: OfficerVisit, reason: string): ActAuthor => ({
  kind: 'officer',
  officer,
  origin,
  reason,
  token: readField(req, 'formToken'),
});

async function showList(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
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
async function showAnnouncement(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const { db } = pages;
  const id = readId(visit.req, 'announcement');
  const found = id === null ? null : await findAnnouncement(db, id);
  if (id === null || found === null) throw notFound();
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

async function showNew(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const empty = Object.fromEntries(fields.map((field) => [field, ''])) as Record<Field, string>;
  await renderForm(pages, visit, await getActiveRulePack(pages.db), empty, {});
}

async function showPreview(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const { db, tokens } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readTyped(visit.req);
  const { selection, errors } = await check(pages, pack, typed);
  if (Object.keys(errors).length > 0 || readField(visit.req, 'again') !== '')
    return renderForm(pages, visit, pack, typed, errors);
  const count = selection === null ? null : await countRecipients(db, selection);
  if (count === 0)
    return renderForm(pages, visit, pack, typed, { to: '没有考生符合所选的条件，请重新选择！' });
  visit.render('office/announcements/preview', {
    typed,
    count,
    fields: fields.map((name) => ({ name, value: typed[name] })),
    formToken: tokens.issue(visit.officer.id, SEND_PURPOSE),
  });
}

async function submitAnnouncement(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readTyped(visit.req);
  const { selection, errors } = await check(pages, pack, typed);
  if (Object.keys(errors).length > 0) return renderForm(pages, visit, pack, typed, errors);
  const { title, body, reason } = typed;
  const id = await service.send(authorOf(visit, reason), { title, body }, selection);
  const all = await service.goOn(id);
  visit.redirect('/office/mails', all ? `已发出通知“${title}”。` : presentUnsent(title));
}

async function submitGoingOn({ service }: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const id = readId(visit.req, 'announcement');
  if (id === null) throw notFound();
  visit.redirect('/office/mails', (await service.goOn(id)) ? '已全部发出。' : presentUnsent(''));
}

async function submitWithdrawal({ service }: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const id = readId(visit.req, 'announcement');
  if (id === null) throw notFound();
  const { reason } = readReason(visit.req);
  await service.withdraw(authorOf(visit, reason === '' ? '撤回公告' : reason), id);
  visit.redirect('/office/mails', '已撤回公告，考生看到“已撤回”。');
}

/** 通知: public ones and personal ones to a selection, looked at before they leave. */
export function createAnnouncementControllers(db: Knex, service: AnnouncementService, tokens: OfficeTokens) {
  const pages: AnnouncementPages = { db, service, tokens };
  return {
    list: (visit) => showList(pages, visit),
    show: (visit) => showAnnouncement(pages, visit),
    showNew: (visit) => showNew(pages, visit),
    preview: (visit) => showPreview(pages, visit),
    send: (visit) => submitAnnouncement(pages, visit),
    goOn: (visit) => submitGoingOn(pages, visit),
    withdraw: (visit) => submitWithdrawal(pages, visit),
  } satisfies Record<string, OfficerHandler>;
}

export type AnnouncementControllers = ReturnType<typeof createAnnouncementControllers>;
