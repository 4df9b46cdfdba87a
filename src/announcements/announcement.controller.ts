import type { Request } from 'express';
import type { Knex } from 'knex';
import { getActiveRulePack } from '../batches';
import { notFound } from '../errors';
import { formatInstant } from '../format-time';
import type { OfficerHandler, OfficerVisit } from '../middleware/as-officer';
import { listFaults } from '../middleware/list-faults';
import { readField, readId } from '../middleware/page-renderer';
import { type ActAuthor, type OfficeTokens, readReason } from '../officers';
import type { RulePack } from '../rules/rule-pack';
import { listAnnouncements } from './announcement.repository';
import { type AnnouncementService, purposeOfWithdrawal, SEND_PURPOSE } from './announcement.service';
import { countRecipients } from './recipient.repository';
import { type FilingState, type ResolvedSelection, resolveSelection } from './selection';

export interface AnnouncementControllers {
  readonly list: OfficerHandler;
  readonly showNew: OfficerHandler;
  readonly preview: OfficerHandler;
  readonly send: OfficerHandler;
  readonly goOn: OfficerHandler;
  readonly withdraw: OfficerHandler;
}

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
function checkSelection(pack: RulePack, typed: Typed, errors: Errors): ResolvedSelection | null {
  const { to, county, school, kind, filing, state } = typed;
  if (to !== 'selection') errors.to = '请选择发给谁！';
  if (county !== '' && !/^\d{6}$/.test(county)) errors.county = '县代码为6位数字，请检查后重新输入！';
  if (school !== '' && !/^[0-9A-Za-z]{2,20}$/.test(school))
    errors.school = '学校代码为2-20位字母和数字，请检查后重新输入！';
  const known = Object.keys(states) as FilingState[];
  const chosen = known.find((one) => one === state) ?? '';
  const selection = resolveSelection(pack, { county, school, kind, filing, state: chosen });
  if (selection === null) errors.filing = '批次（栏目）和填报情况要同时选择，请检查后重新选择！';
  return selection;
}

/** 通知: public ones and personal ones to a selection, looked at before they leave. */
export function createAnnouncementControllers(
  db: Knex,
  service: AnnouncementService,
  tokens: OfficeTokens,
): AnnouncementControllers {
  function check(
    pack: RulePack,
    typed: Typed,
  ): { readonly selection: ResolvedSelection | null; readonly errors: Errors } {
    const errors = checkLetter(typed);
    if (typed.to === 'public') return { selection: null, errors };
    return { selection: checkSelection(pack, typed, errors), errors };
  }

  function renderForm(visit: OfficerVisit, pack: RulePack, typed: Typed, errors: Errors): void {
    visit.render(
      'announcements/new',
      {
        typed,
        errors,
        faults: listFaults({ ...errors }, fields),
        kinds: pack.candidateKinds,
        headings: pack.headings,
        batches: pack.batches,
        states: Object.entries(states).map(([code, name]) => ({ code, name })),
      },
      { status: Object.keys(errors).length === 0 ? 200 : 422 },
    );
  }

  const authorOf = ({ req, officer, origin }: OfficerVisit, reason: string): ActAuthor => ({
    kind: 'officer',
    officer,
    origin,
    reason,
    token: readField(req, 'formToken'),
  });

  return {
    async list(visit) {
      const mayChange = visit.officer.role === 'province';
      const announcements = await listAnnouncements(db, 100);
      visit.render('announcements/list', {
        announcements: announcements.map((one) => ({
          ...one,
          writtenAt: formatInstant(one.writtenAt),
          withdrawnAt: one.withdrawnAt === null ? '' : formatInstant(one.withdrawnAt),
          token:
            mayChange && one.selection === null && one.withdrawnAt === null
              ? tokens.issue(visit.officer.id, purposeOfWithdrawal(one.id))
              : '',
        })),
        mayChange,
      });
    },

    async showNew(visit) {
      const empty = Object.fromEntries(fields.map((field) => [field, ''])) as Record<Field, string>;
      renderForm(visit, await getActiveRulePack(db), empty, {});
    },

    async preview(visit) {
      const pack = await getActiveRulePack(db);
      const typed = readTyped(visit.req);
      const { selection, errors } = check(pack, typed);
      if (Object.keys(errors).length > 0 || readField(visit.req, 'again') !== '')
        return renderForm(visit, pack, typed, errors);
      const count = selection === null ? null : await countRecipients(db, selection);
      if (count === 0) return renderForm(visit, pack, typed, { to: '没有考生符合所选的条件，请重新选择！' });
      visit.render('announcements/preview', {
        typed,
        count,
        fields: fields.map((name) => ({ name, value: typed[name] })),
        formToken: tokens.issue(visit.officer.id, SEND_PURPOSE),
      });
    },

    async send(visit) {
      const pack = await getActiveRulePack(db);
      const typed = readTyped(visit.req);
      const { selection, errors } = check(pack, typed);
      if (Object.keys(errors).length > 0) return renderForm(visit, pack, typed, errors);
      const { title, body, reason } = typed;
      const id = await service.send(authorOf(visit, reason), { title, body }, selection);
      await service.goOn(id);
      visit.redirect('/office/mails');
    },

    async goOn(visit) {
      const id = readId(visit.req, 'announcement');
      if (id === null) throw notFound();
      await service.goOn(id);
      visit.redirect('/office/mails');
    },

    async withdraw(visit) {
      const id = readId(visit.req, 'announcement');
      if (id === null) throw notFound();
      const { reason } = readReason(visit.req);
      await service.withdraw(authorOf(visit, reason === '' ? '撤回公告' : reason), id);
      visit.redirect('/office/mails');
    },
  };
}
