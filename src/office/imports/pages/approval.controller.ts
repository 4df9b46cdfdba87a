import type { Knex } from 'knex';
import { auditOfficer } from '../../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../../domain/officers/office-token.repository';
import { getActiveRulePack } from '../../../domain/rule-packs/rule-pack.repository';
import { bindParts } from '../../../infrastructure/bind-parts';
import { AppError, notFound } from '../../../infrastructure/errors';
import { formatInstant } from '../../../infrastructure/format-time';
import { readField, readId } from '../../../infrastructure/http/page-renderer';
import type { OfficerHandler, OfficerVisit } from '../../as-officer';
import { decideApproval, findApproval, type ImportApproval } from '../effects/approval.repository';
import { presentEffect } from '../effects/effect.presenter';
import { listEffects } from '../effects/effect.repository';
import { getImportKind } from '../kinds/import-kinds';
import { sendEffects } from './effects.controller';
import { presentReport } from './job.presenter';
import { presentSupplement } from './supplement.presenter';

export const APPROVALS_PATH = '/office/list-approvals';
const SHOWN_EFFECTS = 50;

const purposeOf = (decision: ImportApproval['decision'], id: number) => `importApproval|${decision}|${id}`;

interface ApprovalPages {
  readonly db: Knex;
  readonly tokens: OfficeTokens;
}

async function getApproval(pages: ApprovalPages, { req }: OfficerVisit): Promise<ImportApproval> {
  const approval = await findApproval(pages.db, readId(req, 'approval'));
  if (approval === null) throw notFound();
  return approval;
}

const decide =
  (pages: ApprovalPages, decision: 'approved' | 'refused'): OfficerHandler =>
  async (visit) => {
    const { id, kind, fileName, reason } = await getApproval(pages, visit);
    const { officer, origin, req } = visit;
    await pages.db.transaction(async (transaction) => {
      await pages.tokens.use(transaction, readField(req, 'formToken'), officer.id, purposeOf(decision, id));
      if ((await decideApproval(transaction, id, decision, officer.id)) !== 1)
        throw new AppError('conflict', 409);
      await auditOfficer(transaction, officer, origin, {
        action: decision === 'approved' ? 'approveImport' : 'refuseImport',
        subjectKind: 'import',
        subjectId: kind,
        detail: { fileName, reason, approval: id },
      });
    });
    visit.redirect(`${APPROVALS_PATH}/${id}`, decision === 'approved' ? '已批准。' : '不予批准。');
  };

async function showApproval(pages: ApprovalPages, visit: OfficerVisit): Promise<void> {
  const { db, tokens } = pages;
  const approval = await getApproval(pages, visit);
  const { id, report } = approval;
  const kind = getImportKind(approval.kind);
  const pack = await getActiveRulePack(db);
  const effects =
    report.stake === null ? [] : await listEffects(db, report.stake.effectsId, 0, SHOWN_EFFECTS);
  visit.render('office/imports/approval', {
    approval: { ...approval, kindName: kind.name, requested: formatInstant(approval.requestedAt) },
    report: presentReport(report),
    supplement: report.supplement === undefined ? null : presentSupplement(pack, report.supplement, false),
    effects: effects.map((effect) => presentEffect(kind, pack, effect)),
    approveToken: tokens.issue(visit.officer.id, purposeOf('approved', id)),
    refuseToken: tokens.issue(visit.officer.id, purposeOf('refused', id)),
  });
}

async function sendApprovalEffects(pages: ApprovalPages, visit: OfficerVisit): Promise<void> {
  const { db } = pages;
  const { kind, report } = await getApproval(pages, visit);
  const { format } = visit.req.params;
  if (report.stake === null || (format !== 'csv' && format !== 'xlsx')) throw notFound();
  const { effectsId, listed } = report.stake;
  const pack = await getActiveRulePack(db);
  await sendEffects(visit.res, format, { db, kind: getImportKind(kind), pack, effectsId, listed });
}

/** What the operator's command asks a second person for: looked at and decided by an officer of the province. */
export function createApprovalControllers(db: Knex, tokens: OfficeTokens) {
  const pages: ApprovalPages = { db, tokens };
  return {
    ...bindParts(pages, { show: showApproval, downloadEffects: sendApprovalEffects }),
    approve: decide(pages, 'approved'),
    refuse: decide(pages, 'refused'),
  } satisfies Record<string, OfficerHandler>;
}

export type ApprovalControllers = ReturnType<typeof createApprovalControllers>;
