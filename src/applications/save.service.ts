import type { Knex } from 'knex';
import { insertAuditEntry } from '../audit';
import { createBatchCalendar, listWindows } from '../batches';
import { type CandidateRecord, lockCandidate, toFacts } from '../candidates';
import type { Clock } from '../clock';
import type { Watched } from '../db/reference-watch';
import { isRisky } from '../identity';
import type { Reference } from '../reference';
import type { BatchStanding } from '../rules/batch-standing';
import { isOffered } from '../rules/batch-state';
import { checkChoiceList } from '../rules/check-choice-list';
import type { ChoiceList, Violation } from '../rules/choice-list';
import { checkFormTimer } from '../rules/form-timer';
import { normaliseChoiceList } from '../rules/normalise-choice-list';
import type { Batch } from '../rules/rule-pack';
import type { Cipher } from '../security/cipher';
import type { FormTokens } from '../security/form-token';
import { appendVersion } from './append-version';
import {
  type ApplicationGroup,
  type ApplicationVersion,
  findVersion,
  findVersionByToken,
} from './application.repository';
import { buildSavedBody, hashBody, hashComparison, type SavedBody, serialiseBody } from './canonical-body';
import { presentChanges, summariseChanges } from './changes.presenter';
import { deleteDraft, findDraft } from './draft.repository';
import { closeForm, type FormOpening, findFormOpening } from './form-opening.repository';
import { type Overtaken, type PaperFiling, refusePaper } from './paper-filing';
import { insertSaveAttempt } from './save-attempt.repository';
import { describeOutcome } from './save-outcome';
import type { SaveRequest, SaveResult } from './save-request';
import { findStanding, planScopeOf } from './standing';
import { tellOfSave } from './tell-of-save';

export interface SaveService {
  /**
   * Saves a choice list (M6–M9). One transaction: lock, read again, all rules with one `now`, guarded write, audit,
   * mail. The same token with the same body gives the same receipt. Every attempt is kept.
   * @throws AppError formTokenInvalid, formTokenForeign
   */
  saveChoiceList(request: SaveRequest): Promise<SaveResult>;
  /**
   * Saves a list that two officers typed in from paper: the same transaction and rules, and a save of the candidate's
   * count. No form was opened, and nobody is asked to confirm: the paper is signed.
   */
  savePaperList(filing: PaperFiling): Promise<SaveResult | Overtaken>;
}

export interface SaveServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
  readonly tokens: FormTokens;
  readonly cipher: Cipher;
  /** Name of this process in the evidence of attempts. */
  readonly node: string;
}

export function createSaveService({
  db,
  clock,
  reference,
  tokens,
  cipher,
  node,
}: SaveServiceParts): SaveService {
  return {
    async saveChoiceList(request) {
      const result = await attempt(request, null);
      if (result.outcome === 'overtaken') throw new Error('only a list on paper is overtaken');
      return result;
    },

    savePaperList: (filing) => {
      const { draftId, candidate, batch, choices, origin } = filing;
      const none = { confirmed: '', tab: '', revision: 0, riskCleared: true };
      return attempt({ candidate, batch, choices, origin, formToken: `paper|${draftId}`, ...none }, filing);
    },
  };

  /** `paper`: null where the candidate saves. */
  async function attempt(request: SaveRequest, paper: PaperFiling | null): Promise<SaveResult | Overtaken> {
    const { calendar, plan } = reference.current();
    const batch = calendar.findBatch(request.batch);
    if (batch === null) throw new Error(`batch ${request.batch} is not in the pack`);
    const scope = planScopeOf(batch, request.candidate);
    const choices = normaliseChoiceList(batch, request.choices);
    const saved = buildSavedBody(calendar.pack, batch, choices, plan, scope);
    const body = serialiseBody(saved);
    const bodyHash = hashBody(body);
    const evidence = {
      candidateId: request.candidate.id,
      batch: batch.code,
      formToken: request.formToken,
      bodyHash,
      ...request.origin,
      node,
    };
    try {
      if (paper === null) tokens.verify(request.formToken, request.candidate.id, batch.code);
      const result = await db.transaction((transaction) =>
        decide(transaction, { request, paper, batch, choices, saved, body, bodyHash }),
      );
      await insertSaveAttempt(db, { ...evidence, ...describeOutcome(result) });
      return result;
    } catch (error) {
      const code = error instanceof Error ? error.message.slice(0, 100) : 'unknown';
      await insertSaveAttempt(db, { ...evidence, outcome: 'failed', detail: { code } });
      throw error;
    }
  }

  interface Proposal {
    readonly request: SaveRequest;
    readonly paper: PaperFiling | null;
    readonly batch: Batch;
    readonly choices: ChoiceList;
    readonly saved: SavedBody;
    /** `saved` as it is stored and hashed. */
    readonly body: string;
    readonly bodyHash: Buffer;
  }

  async function decide(transaction: Knex.Transaction, proposal: Proposal): Promise<SaveResult | Overtaken> {
    const { request, batch, choices } = proposal;
    const candidate = { ...request.candidate, ...(await lockCandidate(transaction, request.candidate.id)) };

    const earlier = await findEarlierSave(transaction, proposal);
    if (earlier !== null) return earlier;

    const circumstances = await readCircumstances(transaction, candidate, batch);
    const refused = await findRefusal(transaction, proposal, circumstances);
    if (refused !== null) return refused;

    const { now, group } = circumstances;
    const { calendar, plan } = reference.current();
    const view = plan.viewOf(planScopeOf(batch, candidate));
    const facts = toFacts(candidate);
    const violations = checkChoiceList({ pack: calendar.pack, batch, facts, plan: view, choices });
    if (violations.some(({ severity }) => severity === 'block')) return { outcome: 'violations', violations };

    const inForce = group?.versionId ? await findVersion(transaction, candidate.id, group.versionId) : null;
    const question = await findQuestion(transaction, proposal, inForce, violations);
    return question ?? write(transaction, proposal, { now, group, inForce });
  }

  /** What the candidate is asked before a modification, or a list that warns, is saved. Paper is not asked. */
  async function findQuestion(
    transaction: Knex.Transaction,
    { request, paper, bodyHash }: Proposal,
    inForce: ApplicationVersion | null,
    violations: readonly Violation[],
  ): Promise<SaveResult | null> {
    if (paper !== null) return null;
    const confirmation = hashComparison(bodyHash, inForce);
    if ((inForce !== null || violations.length > 0) && request.confirmed !== confirmation) {
      return { outcome: 'unconfirmed', confirmation, inForce, violations };
    }
    const { riskHoursAfterReset } = reference.current().calendar.pack.identity;
    if (
      inForce !== null &&
      !request.riskCleared &&
      (await isRisky(transaction, request.candidate.id, request.origin.device, riskHoursAfterReset))
    ) {
      return { outcome: 'proofNeeded', confirmation };
    }
    return null;
  }

  /** What this page, by its token, has saved before. */
  async function findEarlierSave(
    transaction: Knex.Transaction,
    { request, body }: Proposal,
  ): Promise<SaveResult | null> {
    const saved = await findVersionByToken(transaction, request.candidate.id, request.formToken);
    if (saved === null) return null;
    const same = saved.canonicalBody === body;
    return same ? { outcome: 'replayed', versionId: saved.id } : { outcome: 'tokenReused' };
  }

  /** Another page's newer draft matters only while there is a form to go on with. */
  async function findRefusal(
    transaction: Knex.Transaction,
    { request, paper, batch }: Proposal,
    circumstances: Circumstances,
  ): Promise<SaveResult | Overtaken | null> {
    const { readOnly, stopSaves } = reference.current().switches;
    const stopped = readOnly || stopSaves;
    if (paper !== null) return refusePaper(paper, circumstances, stopped);
    const refused = refuseByCircumstances(circumstances);
    if (refused?.outcome === 'refused' || refused?.outcome === 'notOpened') return refused;
    const draft = await findDraft(transaction, request.candidate.id, batch.code);
    const behind = draft !== null && draft.tab !== request.tab && draft.revision > request.revision;
    if (behind) return { outcome: 'behind' };
    return stopped ? { outcome: 'stopped' } : refused;
  }

  /** Windows move while they run: they are read again here, not taken from memory. */
  async function readCircumstances(transaction: Knex.Transaction, candidate: CandidateRecord, batch: Batch) {
    const { pack } = reference.current().calendar;
    const windows = await listWindows(transaction, pack.code, batch.code);
    const found = await findStanding(
      transaction,
      clock,
      createBatchCalendar(pack, windows),
      candidate,
      batch,
    );
    const opening = await findFormOpening(transaction, candidate.id, batch.code);
    return { ...found, opening };
  }

  async function write(
    transaction: Knex.Transaction,
    { request, paper, batch, saved, body, choices }: Proposal,
    {
      now,
      group,
      inForce,
    }: { now: Date; group: ApplicationGroup | null; inForce: ApplicationVersion | null },
  ): Promise<SaveResult> {
    const { candidate, origin } = request;
    const { pack } = reference.current().calendar;
    const { versionId, version } = await appendVersion(transaction, {
      candidate,
      batch,
      pack,
      body,
      saveNumber: (group?.savesUsed ?? 0) + 1,
      savedAt: now,
      cooldownFrom: now,
      actor:
        paper === null
          ? { kind: 'candidate', id: String(candidate.id) }
          : { kind: 'paper', id: paper.officers.join('+') },
      origin,
      formToken: request.formToken,
      group,
      inForce,
    });
    // In this order: a draft that is being kept meanwhile holds the opening, and is seen once it lets go.
    await closeForm(transaction, candidate.id, batch.code);
    await deleteDraft(transaction, candidate.id, batch.code);
    if (paper !== null) await paper.complete(transaction, versionId);
    else
      await insertAuditEntry(transaction, {
        actorKind: 'candidate',
        actorId: String(candidate.id),
        action: 'saveChoiceList',
        subjectKind: 'application',
        subjectId: String(versionId),
        detail: {
          batch: batch.code,
          group: version.group,
          ordinal: version.ordinal,
          overwritten: inForce?.batch ?? null,
        },
        origin,
      });
    const { plan } = reference.current();
    const scope = planScopeOf(batch, candidate);
    const changes =
      inForce === null ? [] : presentChanges({ pack, batch, catalogue: plan, scope }, inForce, choices);
    const summary = summariseChanges(changes, inForce);
    const savesLeft = batch.maxSaves + (group?.grantedSaves ?? 0) - version.saveNumber;
    const office = paper?.office ?? null;
    const told = { pack, batch, version, body: saved, origin, savesLeft, changes: summary, office };
    await tellOfSave(transaction, cipher, told);
    return { outcome: 'saved', versionId };
  }
}

interface Circumstances {
  readonly now: Date;
  readonly standing: BatchStanding;
  readonly group: ApplicationGroup | null;
  readonly opening: FormOpening | null;
}

function refuseByCircumstances({ now, standing, opening }: Circumstances): SaveResult | null {
  if (!isOffered(standing, 'fill') && !isOffered(standing, 'modify')) return { outcome: 'refused', standing };
  if (opening === null) return { outcome: 'notOpened', standing };
  if (checkFormTimer(opening.expiresAt, now).state === 'expired') return { outcome: 'expired' };
  const { overwrites } = standing;
  const unconfirmed = overwrites !== null && opening.overwriteConfirmed !== overwrites.code;
  return unconfirmed ? { outcome: 'overwriteUnconfirmed' } : null;
}
