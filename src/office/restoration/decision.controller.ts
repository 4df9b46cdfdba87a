import type { Knex } from 'knex';
import { nameBatches } from '../../domain/batches/batch-state.presenter';
import { findGroupIn, findVersion, listGroups } from '../../domain/choice-lists/application.repository';
import { compareSaved } from '../../domain/choice-lists/compare-saved';
import { presentSaved } from '../../domain/choice-lists/saved.presenter';
import { groupCodesOf } from '../../domain/choice-lists/standing';
import { auditOfficer } from '../../domain/officers/audit-officer';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { notFound } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readId } from '../../infrastructure/http/page-renderer';
import { listClosedGroups } from '../../rules/filing/groups';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { authorOf } from '../author';
import { presentRestoration, refusalTexts } from './restoration.presenter';
import { findRestoration, type Restoration } from './restoration.repository';
import { decisionPurpose, type RestorationResult, type RestorationService } from './restoration.service';

interface DecisionPages {
  readonly db: Knex;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
  readonly service: RestorationService;
  /** The list of all requests, with why nothing was done. */
  renderList(visit: OfficerVisit, errors: Readonly<Record<string, string>>, status: number): Promise<void>;
}

const LIST = '/office/restorations';

const findBatch = ({ reference }: DecisionPages, code: string) =>
  reference.current().calendar.findBatch(code);

const nameBatch = (pages: DecisionPages, code: string) => findBatch(pages, code)?.name ?? code;

const idOf = ({ req }: OfficerVisit) => readId(req, 'restoration');

async function render(
  pages: DecisionPages,
  visit: OfficerVisit,
  errors: Readonly<Record<string, string>>,
  status: number,
) {
  const { db, tokens } = pages;
  const restoration = await findRestoration(db, idOf(visit));
  if (restoration === null) throw notFound();
  if (restoration.decision !== null) return visit.redirect(LIST, refusalTexts.decided);
  const { officer, origin } = visit;
  const { id, candidateId, batch, requestedBy } = restoration;
  await auditOfficer(db, officer, origin, {
    action: 'viewChoices',
    subjectKind: 'candidate',
    subjectId: candidateId,
    detail: { batch, restoration: id, reason: restoration.reason },
  });
  visit.render(
    'office/restoration/decision',
    {
      one: presentRestoration(restoration, (code) => nameBatch(pages, code)),
      own: requestedBy === officer.id,
      ...(await presentLists(pages, db, restoration)),
      approveToken: tokens.issue(officer.id, decisionPurpose('approve', id)),
      refuseToken: tokens.issue(officer.id, decisionPurpose('refuse', id)),
      errors,
      faults: listFaults(errors, ['decision', 'reason']),
    },
    { status },
  );
}

async function presentLists(
  pages: DecisionPages,
  within: Knex,
  { candidateId, versionId, batch: code }: Restoration,
) {
  const source = await findVersion(within, candidateId, versionId);
  if (source === null) throw notFound();
  const batch = findBatch(pages, code);
  const groups = await listGroups(within, candidateId);
  const held = (batch && findGroupIn(groups, groupCodesOf(batch)))?.versionId ?? null;
  const inForce = held === null ? null : await findVersion(within, candidateId, held);
  const own = inForce !== null && inForce.batch === code ? inForce : null;
  const { pack } = pages.reference.current().calendar;
  const closed = batch === null ? [] : listClosedGroups(pack, batch, groups).map((one) => one.batch);
  return {
    inForce: inForce && { saveNumber: inForce.saveNumber, savedAt: inForce.savedAt },
    overwritten: nameBatches([...(inForce === null || own !== null ? [] : [inForce.body.batch]), ...closed]),
    isOwn: own !== null,
    changes: compareSaved(own?.body ?? null, source.body),
    sections: presentSaved(source.body),
    agreed: source.body.undertakings ?? [],
  };
}

/** Back to the list, or the reason why not. */
async function answer(
  pages: DecisionPages,
  visit: OfficerVisit,
  { refusal }: RestorationResult,
  said: string,
): Promise<void> {
  if (refusal === null) return visit.redirect(LIST, said);
  await pages.renderList(visit, { [`restoration-${idOf(visit)}`]: refusalTexts[refusal] }, 409);
}

async function submitApproval(pages: DecisionPages, visit: OfficerVisit): Promise<void> {
  await answer(
    pages,
    visit,
    await pages.service.approve(authorOf(visit), idOf(visit)),
    '已批准，志愿已恢复。',
  );
}

async function submitRefusal(pages: DecisionPages, visit: OfficerVisit): Promise<void> {
  const { reason, error } = readReason(visit.req);
  if (error !== '') return render(pages, visit, { reason: error }, 422);
  const result = await pages.service.refuse(authorOf(visit), idOf(visit), reason);
  await answer(pages, visit, result, '已退回申请，志愿没有变化。');
}

/** What the second officer sees before the word is given: the list that is put back, beside the one in force. */
export function createDecisionControllers(pages: DecisionPages) {
  return {
    ...bindParts(pages, { approve: submitApproval, refuse: submitRefusal }),
    show: (visit) => render(pages, visit, {}, 200),
  } satisfies Record<string, OfficerHandler>;
}
