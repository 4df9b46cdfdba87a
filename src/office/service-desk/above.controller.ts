import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findOfficer } from '../../domain/officers/officer.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Knex } from '../../infrastructure/database/knex';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { approvePurpose, type CodeService, withdrawPurpose } from './code.service';
import { presentRequest } from './request.presenter';

interface AbovePages {
  readonly db: Knex;
  readonly codes: CodeService;
  readonly tokens: OfficeTokens;
}

export const ABOVE_PATH = '/office/counter-requests';

async function show({ codes, db, tokens }: AbovePages, visit: OfficerVisit): Promise<void> {
  const { officer } = visit;
  const waiting = (await codes.listOpen(visit)).filter(({ code }) => code.state === 'waiting');
  const requests = await Promise.all(
    waiting.map(async (one) => {
      const { code } = one;
      const asker = await findOfficer(db, code.requestedBy);
      return {
        ...presentRequest(one),
        by: asker?.name ?? '',
        office: asker?.placeName ?? '',
        approveToken: tokens.issue(officer.id, approvePurpose(code.id)),
        refuseToken: tokens.issue(officer.id, withdrawPurpose(code.id)),
      };
    }),
  );
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '柜台码审批',
      plainName: 'counter-requests',
      ...tabulate(
        [
          ['申请单位', ({ office }) => office],
          ['申请人', ({ by }) => by],
          ['申请时间', ({ at }) => at],
          ['考生', ({ name }) => name],
          ['学校和班级', ({ place }) => place],
          ['业务', ({ purpose }) => purpose],
          ['理由', ({ reason }) => reason],
        ],
        requests,
      ),
    });
  visit.render('office/service-desk/above', { requests });
}

async function approve({ codes }: AbovePages, visit: OfficerVisit): Promise<void> {
  await codes.approve(visit, readId(visit.req, 'code'), readField(visit.req, 'formToken'));
  visit.redirect(ABOVE_PATH, '已批准，请通知县区在“等待批准的业务”中打印柜台码。');
}

async function refuse({ codes }: AbovePages, visit: OfficerVisit): Promise<void> {
  await codes.refuse(visit, readId(visit.req, 'code'), readField(visit.req, 'formToken'));
  visit.redirect(ABOVE_PATH, '没有批准，申请已撤销。');
}

/** 柜台码审批: the city's and the province's half of what takes two, where a county has nobody else at hand. */
export function createAboveControllers(pages: AbovePages) {
  return bindParts(pages, { show, approve, refuse }) satisfies Record<string, OfficerHandler>;
}

export type AboveControllers = ReturnType<typeof createAboveControllers>;
