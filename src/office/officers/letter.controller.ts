import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { sendPdfFile } from '../../infrastructure/http/send-pdf-file';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';
import { countHeldOf, countOtherReleasers } from './held-secret.repository';
import { OFFICER_LETTERS_PURPOSE, type OfficerLetterService } from './letter.service';

const ALL = 'all';
type Errors = Partial<Record<'place' | 'reason', string>>;

interface LetterPages {
  readonly db: Knex;
  readonly service: OfficerLetterService;
  readonly tokens: OfficeTokens;
}

async function render(
  pages: LetterPages,
  visit: OfficerVisit,
  errors: Errors,
  status: number,
): Promise<void> {
  const { db, service, tokens } = pages;
  const places = await service.listPlaces();
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '等待首次登录的工作人员',
      plainName: 'officer-letters',
      ...tabulate(
        [
          ['地区', ({ name }) => name],
          ['没有设置密码', ({ waiting }) => waiting],
          ['其中已有首次登录密码', ({ holding }) => holding],
        ],
        places,
      ),
    });
  const sum = (of: (one: (typeof places)[number]) => number) =>
    places.reduce((total, one) => total + of(one), 0);
  visit.render(
    'office/officers/letters',
    {
      places,
      total: { waiting: sum(({ waiting }) => waiting), holding: sum(({ holding }) => holding) },
      typed: { place: readField(visit.req, 'place'), reason: readField(visit.req, 'reason') },
      errors,
      own: await countHeldOf(db, visit.officer.id),
      alone: (await countOtherReleasers(db, visit.officer.id)) === 0,
      faults: listFaults(errors, ['place', 'reason']),
      formToken: tokens.issue(visit.officer.id, OFFICER_LETTERS_PURPOSE),
    },
    { status },
  );
}

const showLetters = (pages: LetterPages, visit: OfficerVisit) => render(pages, visit, {}, 200);

async function submitPrint(pages: LetterPages, visit: OfficerVisit): Promise<void> {
  const { service } = pages;
  const { req, res } = visit;
  const place = readField(req, 'place');
  const { reason, error } = readReason(req);
  const known = place === ALL || (await service.listPlaces()).some(({ code }) => code === place);
  const errors: Errors = {
    ...(known ? {} : { place: '请选择打印范围！' }),
    ...(error === '' ? {} : { reason: error }),
  };
  if (Object.keys(errors).length > 0) return render(pages, visit, errors, 422);
  const bytes = await service.print(actAuthorOf(visit, reason), place === ALL ? null : place);
  sendPdfFile(res, bytes, '工作人员首次登录密码通知单', `officer-letters-${place}`);
}

/** 工作人员通知单: first secrets on paper for accounts that came by a list, or that nobody has used yet. */
export function createOfficerLetterControllers(pages: LetterPages) {
  return bindParts(pages, { show: showLetters, print: submitPrint });
}

export type OfficerLetterControllers = ReturnType<typeof createOfficerLetterControllers>;
