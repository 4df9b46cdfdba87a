import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { AppError, notFound } from '../../infrastructure/errors';
import { formatInterval } from '../../infrastructure/format-time';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { isOffered } from '../../rules/filing/batch-state';
import { checkChoiceList } from '../../rules/filing/check-choice-list';
import type { ChoiceList, Violation } from '../../rules/filing/choice-list';
import {
  capFormExpiry,
  checkFormExtension,
  checkFormTimer,
  type FormExtension,
  getFullFormExpiry,
} from '../../rules/filing/form-timer';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import type { Batch } from '../../rules/rule-pack';
import type { CandidateRecord } from '../candidates/candidate.repository';
import { toFacts } from '../candidates/candidate-facts';
import type { Reference } from '../reference/reference';
import { type ApplicationGroup, type ApplicationVersion, findVersion } from './application.repository';
import { toChoiceList } from './canonical-body';
import { presentCoolingEnd } from './cooling.presenter';
import { type Draft, deleteDraft, findDraft, keepDraft, keepLateDraft } from './draft.repository';
import {
  confirmOverwrite,
  extendForm,
  type FormOpening,
  findFormOpening,
  openForm,
} from './form-opening.repository';
import { findStanding, planScopeOf } from './standing';

/** A form that may be worked on now. */
export interface OpenedForm {
  readonly batch: Batch;
  readonly standing: BatchStanding;
  readonly group: ApplicationGroup | null;
  readonly opening: FormOpening;
  readonly extension: FormExtension;
  readonly remainingMs: number;
  readonly draft: Draft | null;
  /** What the form shows: the draft, else what was last saved, else nothing. */
  readonly choices: ChoiceList;
}

type Entry =
  | { readonly kind: 'form'; readonly form: OpenedForm }
  | { readonly kind: 'noticeFirst' }
  | { readonly kind: 'overwriteFirst' }
  | { readonly kind: 'expired' };

export interface FilingService {
  /** @throws AppError notFound */
  getBatch(code: string): Batch;
  /** Whether the batch may be filled or modified now. @throws AppError naming why not. */
  getFillable(
    candidate: CandidateRecord,
    code: string,
  ): Promise<{ batch: Batch; standing: BatchStanding; group: ApplicationGroup | null; now: Date }>;
  /** 同意: opens the form, or joins the opening that still runs (M4, M5). */
  acceptNotice(candidate: CandidateRecord, code: string): Promise<BatchStanding>;
  /** 是 on the page that names what would be overwritten (M8). */
  confirmOverwrite(candidate: CandidateRecord, code: string): Promise<void>;
  /** The way into the form. @throws AppError when the batch may not be filled. */
  enterForm(candidate: CandidateRecord, code: string): Promise<Entry>;
  /** Whether an opened form still has time, as its window stands now. */
  isFormRunning(candidate: CandidateRecord, code: string): Promise<boolean>;
  /** 延长. @throws AppError extensionRefused */
  extend(candidate: CandidateRecord, code: string): Promise<void>;
  /** Keeps what was typed. @returns the new revision; null when another page wrote since, or the form was saved. */
  keepDraft(candidate: CandidateRecord, code: string, draft: TypedDraft): Promise<number | null>;
  /** Keeps what a page typed that pressed 保存志愿 after its form had been closed. @returns whether it was kept. */
  keepLateDraft(candidate: CandidateRecord, code: string, draft: TypedDraft): Promise<boolean>;
  findDraft(candidate: CandidateRecord, code: string): Promise<Draft | null>;
  /** Takes the draft away, so that the form starts from what was last saved. */
  discardDraft(candidate: CandidateRecord, code: string): Promise<void>;
  /** What is in force in the group of a batch that is another's and would be overwritten; null when nothing is. */
  findOverwritten(
    candidate: CandidateRecord,
    group: ApplicationGroup | null,
  ): Promise<ApplicationVersion | null>;
  /** All findings on a list as typed; spends no save. */
  check(candidate: CandidateRecord, batch: Batch, choices: ChoiceList): readonly Violation[];
}

interface TypedDraft {
  readonly tab: string;
  readonly revision: number;
  readonly choices: ChoiceList;
}

interface FilingServiceParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
}

export function createFilingService({ db, clock, reference }: FilingServiceParts): FilingService {
  function getBatch(code: string): Batch {
    const batch = reference.current().calendar.findBatch(code);
    if (batch === null) throw notFound();
    return batch;
  }

  async function getFillable(candidate: CandidateRecord, code: string) {
    const batch = getBatch(code);
    const found = await findStanding(db, clock, reference.current().calendar, candidate, batch);
    if (!isOffered(found.standing, 'fill') && !isOffered(found.standing, 'modify'))
      throw refusal(batch, found.standing);
    return { batch, ...found };
  }

  return {
    getBatch,
    getFillable,

    async acceptNotice(candidate, code) {
      const { batch, standing, now } = await getFillable(candidate, code);
      if (standing.window === null) throw notFound();
      const expiresAt = getFullFormExpiry(batch, now);
      await openForm(db, { candidateId: candidate.id, batch: code, at: now, expiresAt });
      return standing;
    },

    async confirmOverwrite(candidate, code) {
      const { standing } = await getFillable(candidate, code);
      if (standing.overwrites === null) return;
      const changed = await confirmOverwrite(db, candidate.id, code, standing.overwrites.code);
      if (changed !== 1) throw new AppError('formNotOpened', 409);
    },

    async enterForm(candidate, code) {
      const [{ batch, standing, group, now }, opened, draft] = await Promise.all([
        getFillable(candidate, code),
        findFormOpening(db, candidate.id, code),
        findDraft(db, candidate.id, code),
      ]);
      if (opened === null || standing.saveEndsAt === null) return { kind: 'noticeFirst' };
      const opening = capOpening(opened, standing.saveEndsAt);
      const timer = checkFormTimer(opening.expiresAt, now);
      if (timer.state === 'expired') return { kind: 'expired' };
      if (standing.overwrites !== null && opening.overwriteConfirmed !== standing.overwrites.code) {
        return { kind: 'overwriteFirst' };
      }
      const extension = checkFormExtension({
        batch,
        expiresAt: opening.expiresAt,
        extensionsUsed: opening.extensionsUsed,
        saveEndsAt: standing.saveEndsAt,
        now,
      });
      const choices = draft?.choices ?? (await findSavedChoices(candidate, batch, group));
      const { remainingMs } = timer;
      return {
        kind: 'form',
        form: { batch, standing, group, opening, extension, remainingMs, draft, choices },
      };
    },

    async isFormRunning(candidate, code) {
      const batch = getBatch(code);
      const { calendar } = reference.current();
      const [{ standing, now }, opening] = await Promise.all([
        findStanding(db, clock, calendar, candidate, batch),
        findFormOpening(db, candidate.id, code),
      ]);
      if (opening === null || standing.saveEndsAt === null || standing.phase !== 'open') return false;
      return checkFormTimer(capOpening(opening, standing.saveEndsAt).expiresAt, now).state === 'running';
    },

    async extend(candidate, code) {
      const { batch, standing, now } = await getFillable(candidate, code);
      const opening = await findFormOpening(db, candidate.id, code);
      if (opening === null || standing.saveEndsAt === null) throw new AppError('formNotOpened', 409);
      const { expiresAt, extensionsUsed } = capOpening(opening, standing.saveEndsAt);
      const { saveEndsAt } = standing;
      const extension = checkFormExtension({ batch, expiresAt, extensionsUsed, saveEndsAt, now });
      if (!extension.offered) throw new AppError('extensionRefused', 409);
      const changed = await extendForm(db, {
        candidateId: candidate.id,
        batch: code,
        extensionsUsed,
        expiresAt: getFullFormExpiry(batch, now),
      });
      if (changed !== 1) throw new AppError('conflict', 409);
    },

    async keepDraft(candidate, code, draft) {
      const at = await clock.now(db);
      return keepDraft(db, { candidateId: candidate.id, batch: getBatch(code).code, at, ...draft });
    },

    async keepLateDraft(candidate, code, { tab, choices }) {
      const at = await clock.now(db);
      const write = { candidateId: candidate.id, batch: getBatch(code).code, at, tab, choices };
      return (await keepLateDraft(db, write)) === 1;
    },

    findDraft: (candidate, code) => findDraft(db, candidate.id, code),

    findOverwritten: async (candidate, group) =>
      group === null || group.versionId === null ? null : findVersion(db, candidate.id, group.versionId),

    discardDraft: (candidate, code) => deleteDraft(db, candidate.id, getBatch(code).code),

    check(candidate, batch, choices) {
      const { calendar, plan } = reference.current();
      return checkChoiceList({
        pack: calendar.pack,
        batch,
        facts: toFacts(candidate),
        plan: plan.viewOf(planScopeOf(batch, candidate)),
        choices: normaliseChoiceList(batch, choices),
      });
    },
  };

  async function findSavedChoices(
    candidate: CandidateRecord,
    batch: Batch,
    group: ApplicationGroup | null,
  ): Promise<ChoiceList> {
    if (group === null || group.versionId === null || group.savedBatch !== batch.code) return {};
    const version = await findVersion(db, candidate.id, group.versionId);
    return version === null ? {} : toChoiceList(version.body);
  }
}

/** An opening as its window and the stages of that stand now. */
function capOpening(opening: FormOpening, saveEndsAt: Date): FormOpening {
  return { ...opening, expiresAt: capFormExpiry(opening.expiresAt, saveEndsAt) };
}

/** Why a batch may not be filled now, as an error page tells it. */
export function refusal(batch: Batch, standing: BatchStanding): AppError {
  switch (standing.state) {
    case 'notEligible':
    case 'notEligibleFiled':
      return new AppError('notEligible', 403);
    case 'abandoned':
    case 'abandonedEmpty':
      return new AppError('abandoned', 409);
    case 'frozen':
    case 'frozenEmpty':
      return new AppError('frozen', 409);
    case 'savedExhausted':
    case 'groupExhausted':
      return new AppError('quotaExhausted', 409, { maxSaves: standing.savesUsed });
    case 'savedCooling':
    case 'groupCooling':
      return new AppError('quotaCooling', 409, {
        until: presentCoolingEnd(batch, standing.quota),
        interval: formatInterval(batch.cooldownMinutes),
      });
    default:
      return new AppError('batchNotOpen', 409);
  }
}
