import type { Knex } from 'knex';
import { listSubjectEntries } from '../../domain/audit/subject-audit.repository';
import { countPendingTellings } from '../../domain/granted-saves/pending-telling.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { formatInstant } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readId } from '../../infrastructure/http/page-renderer';
import type { OfficerVisit } from '../as-officer';
import { presentSubjectHistory, tabulateHistory } from '../officers/subject-history';
import { presentOpeningFaults, tabulateFaults } from '../windows/window.presenter';
import { purposeOfActivation, purposeOfDecision } from './activate-pack';
import { presentConsequence, tabulateConsequences } from './consequence.presenter';
import { isUnfit, type PackReview } from './pack-review';
import { presentSources } from './pack-sources.presenter';
import { type ActivationRequest, findWaitingRequest } from './request.repository';
import {
  presentDifference,
  presentDryRun,
  presentTrial,
  presentVersion,
  tabulateDifferences,
  tabulateDryRun,
} from './rule-pack.presenter';
import type { RulePackService } from './rule-pack.service';

/** What was typed and is not right, with the page that shows it again. */
interface VersionRefusal {
  readonly status: number;
  /** Errors by field: `reason`, `decisionReason`; '' stands for the whole. */
  readonly errors: Readonly<Record<string, string>>;
  /** Of the form of the activation; the number is compared with what the page counts. */
  readonly typed: { readonly number: string; readonly reason: string } | null;
}

export type VersionPage = (visit: OfficerVisit, refusal: VersionRefusal | null) => Promise<void>;

const SHOWN_DIFFERENCES = 300;
const SHOWN_CONSEQUENCES = 50;

const tableNames: Readonly<Record<string, string>> = {
  'dry-run': '试算结果',
  history: '操作记录',
  faults: '数据问题',
  consequences: '涉及的批次和志愿',
};

/** One of the tables of a version's page; of the differences, all of them. */
function pickTable(name: string, review: PackReview, history: Parameters<typeof tabulateHistory>[0]) {
  const { version, active, differences, dryRun, openingFaults, consequences } = review;
  if (name === 'history') return tabulateHistory(history);
  if (name === 'faults') return tabulateFaults(presentOpeningFaults(version.pack, openingFaults));
  if (name === 'dry-run') return tabulateDryRun(presentDryRun(active.pack, dryRun));
  if (name === 'consequences') return tabulateConsequences(active.pack, consequences);
  return tabulateDifferences(version.pack, differences);
}

function presentRequest(request: ActivationRequest, officerId: number) {
  const { number, reason, requestedBy, requesterName, requestedAt } = request;
  return {
    number,
    reason,
    requested: `${requesterName ?? '运维人员'}，${formatInstant(requestedAt)}`,
    own: requestedBy === officerId,
  };
}

/** The page of one version: beside the one in force, with all that it does and the forms to put it in force. */
export function createVersionPage(db: Knex, service: RulePackService, tokens: OfficeTokens): VersionPage {
  async function readHistory(id: number) {
    const acts = [
      'uploadRulePack',
      'startRulePackTrial',
      'stopRulePackTrial',
      'requestRulePack',
      'refuseRulePack',
      'activateRulePack',
    ];
    return presentSubjectHistory(db, await listSubjectEntries(db, 'rulePack', String(id), acts));
  }

  /** For every form of the page; '' for who may not act. */
  function issueTokens(officerId: number | null, id: number) {
    const issue = (purpose: string) => (officerId === null ? '' : tokens.issue(officerId, purpose));
    return {
      formToken: issue(purposeOfActivation(id)),
      approveToken: issue(purposeOfDecision('approve', id)),
      refuseToken: issue(purposeOfDecision('refuse', id)),
    };
  }

  async function sendTable(visit: OfficerVisit, id: number, table: string): Promise<void> {
    const review = await service.review(id, { whole: table === 'consequences' });
    const { code, version } = review.version;
    await visit.sendTable({
      name: `规则包-${code}-第${version}版-${tableNames[table] ?? '差别'}`,
      plainName: `rule-pack-${id}-${table || 'differences'}`,
      ...pickTable(table, review, await readHistory(id)),
    });
  }

  return async (visit, refusal) => {
    const id = readId(visit.req, 'pack');
    if (visit.askedTable !== null) return sendTable(visit, id, visit.askedTable);
    const { officer } = visit;
    const review = await service.review(id);
    const request = await findWaitingRequest(db, id);
    const isProvince = officer.role === 'province';
    const mayActivate = isActivable(review) && isProvince && request === null;
    const typed = refusal?.typed ?? null;
    const errors = { ...refusal?.errors, ...findNumberError(review, typed) };
    visit.render(
      'office/rule-packs/version',
      {
        ...presentReview(review),
        history: await readHistory(id),
        request: request === null ? null : presentRequest(request, officer.id),
        acts: isProvince,
        untold: await countUntold(db, review),
        mayActivate,
        ...issueTokens(isProvince ? officer.id : null, id),
        errors,
        typed,
        faults: listFaults(errors, ['trial', 'number', 'reason', 'decisionReason', 'decision']),
      },
      { status: refusal?.status ?? 200 },
    );
  };
}

/** Owners who are still to be told that this version is in force. */
const countUntold = async (db: Knex, { version }: PackReview) =>
  version.active ? countPendingTellings(db, 'rulesChanged') : 0;

const isActivable = (review: PackReview) =>
  !review.version.active && !isUnfit(review) && review.dryRun.complete;

function findNumberError(
  { asks, consequences }: PackReview,
  typed: VersionRefusal['typed'],
): { readonly number?: string } {
  if (typed === null || asks === 'reason' || typed.number === String(consequences.length)) return {};
  return { number: `输入的数目与上面清单的${consequences.length}项不符，请核对清单后重新输入！` };
}

function presentReview(review: PackReview) {
  const { version, active, differences, dryRun, consequences, asks } = review;
  const { pack } = version;
  return {
    version: presentVersion(version),
    active: presentVersion(active),
    pack,
    sources: presentSources(pack),
    differences: differences
      .slice(0, SHOWN_DIFFERENCES)
      .map((difference) => presentDifference(pack, difference)),
    more: Math.max(0, differences.length - SHOWN_DIFFERENCES),
    dryRun: presentDryRun(active.pack, dryRun),
    complete: dryRun.complete,
    trial: presentTrial(review.trial),
    openingFaults: presentOpeningFaults(pack, review.openingFaults),
    newWindows: [...new Set(review.newWindows.map(({ batch }) => batch))].map(
      (code) => pack.batches.find((batch) => batch.code === code)?.name,
    ),
    unfit: isUnfit(review),
    asks,
    count: consequences.length,
    consequences: consequences
      .slice(0, SHOWN_CONSEQUENCES)
      .map((one) => presentConsequence(active.pack, one)),
  };
}
