import { type GroupRecord, getBatchStanding } from '../../../src/rules/filing/batch-standing';
import { isOffered } from '../../../src/rules/filing/batch-state';
import { checkChoiceList } from '../../../src/rules/filing/check-choice-list';
import type { PlanRow } from '../../../src/rules/filing/choice-list';
import { checkFormExtension, checkFormTimer, getFormExpiry } from '../../../src/rules/filing/form-timer';
import { listAbandonGroup, quotaGroupCode } from '../../../src/rules/filing/groups';
import { normaliseChoiceList } from '../../../src/rules/filing/normalise-choice-list';
import type { Batch, CandidateFacts } from '../../../src/rules/pack/rule-pack';
import type { Window } from '../../../src/rules/windows/window-in-force';
import { block, getBatch, loadPack, planOf, planRow } from './filing';
import { type Act, type Answer, type ModelBatch, type Person, PLAN } from './model';

/** The rules a sequence is played on; a test may put a faulty one in the place of each. */
export interface Rules {
  readonly getBatchStanding: typeof getBatchStanding;
  readonly checkChoiceList: typeof checkChoiceList;
  readonly checkFormTimer: typeof checkFormTimer;
  readonly checkFormExtension: typeof checkFormExtension;
  readonly getFormExpiry: typeof getFormExpiry;
  readonly listAbandonGroup: typeof listAbandonGroup;
}

export const RULES: Rules = {
  getBatchStanding,
  checkChoiceList,
  checkFormTimer,
  checkFormExtension,
  getFormExpiry,
  listAbandonGroup,
};

const pack = loadPack('henan-2021');
const MEN_ONLY = [block('sex', 'equals', 'male')];

function listPlanRows(): PlanRow[] {
  return Object.entries(PLAN).flatMap(([institution, majors]) =>
    Object.entries(majors).map(([major, { category, menOnly }]) =>
      planRow(institution, major, { category: category ?? '', restrictions: menOnly ? MEN_ONLY : [] }),
    ),
  );
}

const plan = planOf(listPlanRows());
const NOTHING: GroupRecord = {
  savedBatch: null,
  savesUsed: 0,
  lastSavedAt: null,
  abandoned: false,
  frozen: false,
};

const MINUTE = 60_000;

/** The rules put together as a service would, over records kept in memory. */
export class Subject {
  private now = new Date(0);
  private readonly groups = new Map<string, GroupRecord>();
  private frozen = false;
  private form: { batch: Batch; expiresAt: Date; extensionsUsed: number } | null = null;
  private readonly windows = new Map<string, Window>();
  private readonly facts: CandidateFacts;

  constructor(
    person: Person,
    private readonly rules: Rules,
  ) {
    this.facts = { ...person };
    this.setWindow('early-other', 10 * 60 * MINUTE);
    this.setWindow('early-military', 10 * 60 * MINUTE);
    this.setWindow('undergraduate-1', 20 * 60 * MINUTE);
  }

  private setWindow(batch: ModelBatch, closesAt: number): void {
    this.windows.set(batch, {
      batch,
      opensAt: new Date(10 * MINUTE),
      closesAt: new Date(closesAt),
      scope: { kind: 'province' },
      permits: { create: true, edit: true, remove: true },
    });
  }

  private record(batch: Batch): GroupRecord {
    return { ...(this.groups.get(quotaGroupCode(batch)) ?? NOTHING), frozen: this.frozen };
  }

  private stand(batch: Batch) {
    const window = this.windows.get(batch.code);
    return this.rules.getBatchStanding({
      pack,
      batch,
      facts: this.facts,
      windows: window === undefined ? [] : [window],
      group: this.record(batch),
      hasDraft: false,
      now: this.now,
    });
  }

  private closesAt(batch: Batch): Date {
    return this.windows.get(batch.code)?.closesAt ?? this.now;
  }

  private open(batch: Batch): Answer {
    const standing = this.stand(batch);
    if (!isOffered(standing, 'fill') && !isOffered(standing, 'modify')) return 'refused';
    const expiresAt = this.rules.getFormExpiry(batch, this.now, this.closesAt(batch));
    this.form = { batch, expiresAt, extensionsUsed: 0 };
    return `opened, ${expiresAt.getTime() - this.now.getTime()} ms`;
  }

  private extend(): Answer {
    if (this.form === null) return 'noForm';
    const saveEndsAt = this.closesAt(this.form.batch);
    const extension = this.rules.checkFormExtension({ ...this.form, saveEndsAt, now: this.now });
    if (!extension.offered) return 'refused';
    const { extensionsUsed } = this.form;
    this.form = { ...this.form, expiresAt: extension.expiresAt, extensionsUsed: extensionsUsed + 1 };
    return `extended, ${extension.expiresAt.getTime() - this.now.getTime()} ms`;
  }

  private save(batch: Batch, act: Extract<Act, { act: 'save' }>): Answer {
    if (this.form?.batch !== batch) return 'noForm';
    const standing = this.stand(batch);
    if (!isOffered(standing, 'fill') && !isOffered(standing, 'modify')) return 'refused';
    if (this.rules.checkFormTimer(this.form.expiresAt, this.now).state === 'expired') return 'timeOut';
    const choices = normaliseChoiceList(batch, act.list);
    const found = this.rules.checkChoiceList({ pack, batch, facts: this.facts, plan, choices });
    if (found.some(({ severity }) => severity === 'block')) return 'faulty';
    if (standing.overwrites.length > 0 && !act.agreed) return 'askFirst';
    const savesUsed = this.record(batch).savesUsed + 1;
    const saved = { ...NOTHING, savedBatch: batch.code, savesUsed, lastSavedAt: this.now };
    this.groups.set(quotaGroupCode(batch), saved);
    this.form = null;
    return `saved ${savesUsed}, ${(standing.quota.savesLeft ?? 0) - 1} left`;
  }

  private abandon(batch: Batch): Answer {
    const { phase, state } = this.stand(batch);
    const record = this.record(batch);
    const isMine = record.savedBatch === batch.code && state !== 'abandoned' && phase === 'open';
    if (!isMine) return 'nothingToAbandon';
    for (const lost of this.rules.listAbandonGroup(pack, batch.code)) {
      this.groups.set(quotaGroupCode(lost), { ...record, abandoned: true });
    }
    return 'abandoned';
  }

  /** Does one act and answers in the model's words. */
  do(act: Act): Answer {
    switch (act.act) {
      case 'wait':
        this.now = new Date(this.now.getTime() + act.ms);
        return 'waited';
      case 'open':
        return this.open(getBatch(pack, act.batch));
      case 'extend':
        return this.extend();
      case 'save':
        return this.save(getBatch(pack, act.batch), act);
      case 'abandon':
        return this.abandon(getBatch(pack, act.batch));
      case 'freeze':
        this.frozen = true;
        return 'frozen';
      case 'thaw':
        this.frozen = false;
        return 'thawed';
      case 'closeIn':
        this.setWindow(act.batch, this.now.getTime() + act.ms);
        return 'moved';
    }
  }
}
