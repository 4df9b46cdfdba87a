import type { Knex } from 'knex';
import {
  type CandidateRecord,
  findCandidate,
  findIdentityByNumber,
} from '../../domain/candidates/candidate.repository';
import { listVersions } from '../../domain/choice-lists/application.repository';
import { formatCheckValue } from '../../domain/choice-lists/canonical-body';
import { listBrowsers } from '../../domain/credentials/sign-in-log.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { formatInstant } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readParameter } from '../../infrastructure/http/page-renderer';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import { isCandidateNumber, normaliseCandidateNumber } from '../../rules/identity/candidate-number';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { authorOf } from '../author';
import { createDecisionControllers } from './decision.controller';
import { presentOrigin, presentRestoration, refusalTexts } from './restoration.presenter';
import { listRestorations } from './restoration.repository';
import { REQUEST_PURPOSE, type RestorationService } from './restoration.service';

interface RestorationPages {
  readonly db: Knex;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
  readonly service: RestorationService;
}

const MAX_LISTED = 100;
const PATH = '/office/restorations';
const MAX_POLICE_LENGTH = 60;

type Errors = Readonly<Record<string, string>>;

const nameBatch = ({ reference }: RestorationPages, code: string) =>
  reference.current().calendar.findBatch(code)?.name ?? code;

async function renderList(
  pages: RestorationPages,
  visit: OfficerVisit,
  errors: Errors,
  status: number,
): Promise<void> {
  const { officer } = visit;
  const all = await listRestorations(pages.db, visit.askedTable === null ? MAX_LISTED : null);
  if (visit.askedTable !== null)
    return visit.sendTable({
      name: '志愿恢复',
      plainName: 'restorations',
      ...tabulate(
        [
          ['编号', ({ id }) => id],
          ['考生', ({ candidate }) => candidate],
          ['恢复到', ({ version }) => version],
          ['报案编号', ({ policeReport }) => policeReport],
          ['理由', ({ reason }) => reason],
          ['申请', ({ requested }) => requested],
          ['结果', ({ decided }) => decided],
        ],
        all.map((one) => presentRestoration(one, (code) => nameBatch(pages, code))),
      ),
    });
  const acts = officer.role === 'province';
  visit.render(
    'office/restoration/restorations',
    {
      pending: all
        .filter(({ decision }) => decision === null)
        .map((one) => ({
          ...presentRestoration(one, (code) => nameBatch(pages, code)),
          own: one.requestedBy === officer.id,
        })),
      decided: all
        .filter(({ decision }) => decision !== null)
        .map((one) => presentRestoration(one, (code) => nameBatch(pages, code))),
      acts,
      faults: Object.entries(errors).map(([field, text]) => ({ href: `#${field}`, text })),
    },
    { status },
  );
}

async function findTyped(pages: RestorationPages, number: string): Promise<CandidateRecord | null> {
  const { db } = pages;
  const known = isCandidateNumber(number) ? await findIdentityByNumber(db, number) : null;
  return known === null ? null : findCandidate(db, known.id);
}

async function renderNew(
  pages: RestorationPages,
  visit: OfficerVisit,
  number: string,
  typed: Errors,
  errors: Errors,
  status: number,
): Promise<void> {
  const { db, tokens } = pages;
  const candidate = await findTyped(pages, number);
  const versions = candidate === null ? [] : await listVersions(db, candidate.id);
  const browsers = candidate === null ? new Map() : await listBrowsers(db, candidate.id);
  visit.render(
    'office/restoration/new-restoration',
    {
      number,
      unknown: number !== '' && candidate === null,
      candidate,
      frozen: candidate !== null && candidate.frozenAt !== null,
      versions: versions.map((one) => ({
        id: one.id,
        batch: one.body.batch.name,
        saved: `第${one.saveNumber}次保存，${formatInstant(one.savedAt)}`,
        ordinal: one.ordinal,
        from: presentOrigin(one, browsers),
        checkValue: formatCheckValue(one.hash),
      })),
      typed,
      errors,
      faults: listFaults(errors, ['version', 'police', 'reason']),
      formToken: tokens.issue(visit.officer.id, REQUEST_PURPOSE),
    },
    { status },
  );
}

async function showNew(pages: RestorationPages, visit: OfficerVisit): Promise<void> {
  const number = normaliseCandidateNumber(readParameter(visit.req.query, 'number'));
  await renderNew(pages, visit, number, {}, {}, 200);
}

async function submitRequest(pages: RestorationPages, visit: OfficerVisit): Promise<void> {
  const { req } = visit;
  const number = normaliseCandidateNumber(readField(req, 'number'));
  const versionId = Number(/^\d{1,15}$/.exec(readField(req, 'version'))?.[0] ?? 0);
  const police = readField(req, 'police').trim();
  const { reason, error } = readReason(req);
  const candidate = await findTyped(pages, number);
  if (candidate === null) return renderNew(pages, visit, number, {}, {}, 422);
  const errors: Record<string, string> = {};
  if (versionId === 0) errors.version = '请选择要恢复到哪一次保存！';
  if (police === '') errors.police = '请填写报案编号！';
  if ([...police].length > MAX_POLICE_LENGTH) errors.police = `报案编号不能超过${MAX_POLICE_LENGTH}个字！`;
  if (error !== '') errors.reason = error;
  const typed = { version: String(versionId), police, reason };
  if (Object.keys(errors).length > 0) return renderNew(pages, visit, number, typed, errors, 422);
  const wish = { candidate, versionId, policeReport: police, reason };
  const { refusal } = await pages.service.request(authorOf(visit), wish);
  if (refusal !== null)
    return renderNew(pages, visit, number, typed, { version: refusalTexts[refusal] }, 409);
  visit.redirect(PATH, `已提交${candidate.name}的恢复申请，等待另一名工作人员批准。`);
}

/** 志愿恢复: asked by one officer of the province, approved by another. */
export function createRestorationControllers(pages: RestorationPages) {
  return {
    ...bindParts(pages, { showNew, request: submitRequest }),
    ...createDecisionControllers({
      ...pages,
      renderList: (visit, errors, status) => renderList(pages, visit, errors, status),
    }),
    list: (visit) => renderList(pages, visit, {}, 200),
  } satisfies Record<string, OfficerHandler>;
}

export type RestorationControllers = ReturnType<typeof createRestorationControllers>;
