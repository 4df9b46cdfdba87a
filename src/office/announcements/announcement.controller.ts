import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { listPlaceChoices } from '../../domain/places/place-choices';
import { getActiveRulePack } from '../../domain/rule-packs/rule-pack.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import {
  type AnnouncementErrors,
  type AnnouncementField,
  announcementFields,
  checkAnnouncement,
  filingStates,
  readAnnouncement,
  type TypedAnnouncement,
} from './announcement.form';
import { type AnnouncementService, SEND_PURPOSE } from './announcement.service';
import { countRecipients } from './recipient.repository';
import { type AnnouncementPages, showAnnouncement, showList } from './sent.controller';

/** What was begun goes on with a button. */
const presentUnsent = (title: string) =>
  `通知${title === '' ? '' : `“${title}”`}还没有全部发出，请点击“继续发送”。`;

async function renderForm(
  pages: AnnouncementPages,
  visit: OfficerVisit,
  pack: RulePack,
  typed: TypedAnnouncement,
  errors: AnnouncementErrors,
): Promise<void> {
  visit.render(
    'office/announcements/new',
    {
      typed,
      errors,
      faults: listFaults({ ...errors }, announcementFields),
      kinds: pack.candidateKinds,
      places: await listPlaceChoices(pages.db),
      headings: pack.headings,
      batches: pack.batches,
      states: Object.entries(filingStates).map(([code, name]) => ({ code, name })),
    },
    { status: Object.keys(errors).length === 0 ? 200 : 422 },
  );
}

async function showNew(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const empty = Object.fromEntries(announcementFields.map((field) => [field, ''])) as Record<
    AnnouncementField,
    string
  >;
  await renderForm(pages, visit, await getActiveRulePack(pages.db), empty, {});
}

async function showPreview(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const { db, tokens } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readAnnouncement(visit.req);
  const { selection, errors } = await checkAnnouncement(db, pack, typed);
  if (Object.keys(errors).length > 0 || readField(visit.req, 'again') !== '')
    return renderForm(pages, visit, pack, typed, errors);
  const count = selection === null ? null : await countRecipients(db, selection);
  if (count === 0)
    return renderForm(pages, visit, pack, typed, { to: '没有考生符合所选的条件，请重新选择！' });
  visit.render('office/announcements/preview', {
    typed,
    count,
    fields: announcementFields.map((name) => ({ name, value: typed[name] })),
    formToken: tokens.issue(visit.officer.id, SEND_PURPOSE),
  });
}

async function submitAnnouncement(pages: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const { db, service } = pages;
  const pack = await getActiveRulePack(db);
  const typed = readAnnouncement(visit.req);
  const { selection, errors } = await checkAnnouncement(db, pack, typed);
  if (Object.keys(errors).length > 0) return renderForm(pages, visit, pack, typed, errors);
  const { title, body, reason } = typed;
  const id = await service.send(actAuthorOf(visit, reason), { title, body }, selection);
  const all = await service.goOn(id);
  visit.redirect('/office/mails', all ? `已发出通知“${title}”。` : presentUnsent(title));
}

async function submitGoingOn({ service }: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const id = readId(visit.req, 'announcement');
  visit.redirect('/office/mails', (await service.goOn(id)) ? '已全部发出。' : presentUnsent(''));
}

async function submitWithdrawal({ service }: AnnouncementPages, visit: OfficerVisit): Promise<void> {
  const id = readId(visit.req, 'announcement');
  const { reason } = readReason(visit.req);
  await service.withdraw(actAuthorOf(visit, reason === '' ? '撤回公告' : reason), id);
  visit.redirect('/office/mails', '已撤回公告，考生看到“已撤回”。');
}

/** 通知: public ones and personal ones to a selection, looked at before they leave. */
export function createAnnouncementControllers(db: Knex, service: AnnouncementService, tokens: OfficeTokens) {
  const pages: AnnouncementPages = { db, service, tokens };
  return bindParts(pages, {
    list: showList,
    show: showAnnouncement,
    showNew,
    preview: showPreview,
    send: submitAnnouncement,
    goOn: submitGoingOn,
    withdraw: submitWithdrawal,
  });
}

export type AnnouncementControllers = ReturnType<typeof createAnnouncementControllers>;
