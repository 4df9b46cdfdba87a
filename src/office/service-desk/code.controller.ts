import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import { counterPurposes } from '../../domain/counter-codes/purpose';
import { presentPurpose } from '../../domain/counter-codes/purpose.presenter';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { findOfficer } from '../../domain/officers/officer.repository';
import { readReason } from '../../domain/officers/reason.form';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Knex } from '../../infrastructure/database/knex';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { approvePurpose, type CodeService, printPurpose, withdrawPurpose } from './code.service';
import type { IssuedCode } from './hand-out-code';
import type { IssueFaults, RecordPage } from './record.controller';
import type { RecordService } from './record.service';
import { presentRequest } from './request.presenter';
import { withOpenRecord } from './with-open-record';

interface CodePages {
  readonly db: Knex;
  readonly records: RecordService;
  readonly codes: CodeService;
  readonly tokens: OfficeTokens;
  readonly page: RecordPage;
}

/** What has to be ticked: the officer has seen the person and the card. */
const checks = ['present', 'card'] as const;

function renderIssued(visit: OfficerVisit, { code, purpose, candidate, lifeHours }: IssuedCode): void {
  visit.render('office/service-desk/issued-code', {
    code,
    lifeHours,
    purposeName: presentPurpose(purpose),
    candidate: {
      id: candidate.id,
      name: candidate.name,
      candidateNumber: candidate.candidateNumber,
    },
  });
}

function readIssue({ req }: OfficerVisit): IssueFaults {
  const ticked = checks.filter((check) => readField(req, check) === 'yes');
  const { reason, error } = readReason(req);
  const purpose = readField(req, 'purpose');
  const known = counterPurposes.some((one) => one === purpose);
  return {
    typed: { purpose, reason, checks: ticked, byTwo: readField(req, 'byTwo') === 'yes' },
    errors: {
      ...(known ? {} : { purpose: '请选择办理的业务！' }),
      ...(ticked.length === checks.length
        ? {}
        : { checks: '请先核验：须考生本人到场，并核验身份证件，两项都要勾选！' }),
      ...(error === '' ? {} : { reason: error }),
    },
  };
}

async function submitIssue(
  { page, codes }: CodePages,
  visit: OfficerVisit,
  candidate: CandidateRecord,
): Promise<void> {
  const faults = readIssue(visit);
  const purpose = counterPurposes.find((one) => one === faults.typed.purpose);
  if (purpose === undefined || Object.keys(faults.errors).length > 0) return page.render(visit, faults, 422);
  const issued = await codes.issue(visit, {
    candidate,
    purpose,
    reason: faults.typed.reason,
    byTwo: readField(visit.req, 'byTwo') === 'yes',
    token: readField(visit.req, 'formToken'),
  });
  if (issued === null)
    visit.redirect(
      `/office/counter/candidates/${candidate.id}`,
      '已提交柜台码的申请，须由本单位另一名工作人员在“等待批准的业务”中核验本人和证件后批准，并打印柜台码；没有另一人在岗的，请打电话请市或省招办在“柜台码审批”中批准，再由本单位打印。',
    );
  else renderIssued(visit, issued);
}

async function submitWithdrawal({ codes }: CodePages, visit: OfficerVisit): Promise<void> {
  const token = readField(visit.req, 'formToken');
  const code = await codes.withdraw(visit, readId(visit.req, 'code'), token);
  const back = readField(visit.req, 'back');
  visit.redirect(
    back === 'requests' ? '/office/counter/requests' : `/office/counter/candidates/${code.candidateId}`,
    '已收回柜台码，考生不能再使用。',
  );
}

/** Name and office of who approved from above. */
async function findOffice(db: Knex, officerId: number): Promise<string> {
  const officer = await findOfficer(db, officerId);
  return officer === null ? '' : `${officer.placeName} ${officer.name}`;
}

async function showRequests({ codes, db, tokens }: CodePages, visit: OfficerVisit): Promise<void> {
  const { officer } = visit;
  const open = await codes.listOpen(visit);
  const requests = await Promise.all(
    open.map(async ({ code, candidate }) => ({
      ...presentRequest({ code, candidate }),
      by: (await findOfficer(db, code.requestedBy))?.name ?? '',
      own: code.requestedBy === officer.id,
      approvedBy: code.approvedBy === null ? null : await findOffice(db, code.approvedBy),
      approveToken: tokens.issue(officer.id, approvePurpose(code.id)),
      withdrawToken: tokens.issue(officer.id, withdrawPurpose(code.id)),
      printToken: tokens.issue(officer.id, printPurpose(code.id)),
    })),
  );
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '等待批准的业务',
      plainName: 'requests',
      ...tabulate(
        [
          ['考生', ({ name }) => name],
          ['学校和班级', ({ place }) => place],
          ['业务', ({ purpose }) => purpose],
          ['理由', ({ reason }) => reason],
          ['申请人', ({ by }) => by],
          ['申请时间', ({ at }) => at],
          ['批准', ({ approvedBy }) => approvedBy ?? ''],
        ],
        requests,
      ),
    });
  visit.render('office/service-desk/requests', { requests });
}

async function submitApproval({ codes }: CodePages, visit: OfficerVisit): Promise<void> {
  const token = readField(visit.req, 'formToken');
  const issued = await codes.approve(visit, readId(visit.req, 'code'), token);
  if (issued !== null) renderIssued(visit, issued);
}

async function submitPrinting({ codes }: CodePages, visit: OfficerVisit): Promise<void> {
  const token = readField(visit.req, 'formToken');
  renderIssued(visit, await codes.print(visit, readId(visit.req, 'code'), token));
}

export function createCodeControllers(pages: CodePages) {
  return {
    ...bindParts(pages, {
      withdraw: submitWithdrawal,
      listRequests: showRequests,
      approve: submitApproval,
      print: submitPrinting,
    }),
    issue: withOpenRecord(pages.records, (visit, candidate) => submitIssue(pages, visit, candidate)),
  } satisfies Record<string, OfficerHandler>;
}

export type CodeControllers = ReturnType<typeof createCodeControllers>;
