import { mayAbandon } from '../../../src/rules/filing/abandonment';
import {
  type BatchStanding,
  type GroupRecord,
  getBatchStanding,
} from '../../../src/rules/filing/batch-standing';
import { isOffered } from '../../../src/rules/filing/batch-state';
import { checkChoiceList } from '../../../src/rules/filing/check-choice-list';
import type { ChoiceList } from '../../../src/rules/filing/choice-list';
import {
  capFormExpiry,
  checkFormExtension,
  checkFormTimer,
  getFullFormExpiry,
} from '../../../src/rules/filing/form-timer';
import { listAbandonGroup, quotaGroupCode } from '../../../src/rules/filing/groups';
import { normaliseChoiceList } from '../../../src/rules/filing/normalise-choice-list';
import type { CandidateFacts, WindowScope } from '../../../src/rules/pack/rule-pack';
import type { Window } from '../../../src/rules/windows/window-in-force';
import { getBatch, loadPack, planOf, planRow, planRows } from './filing';
import { type Deed, SCHOOLS, type Somebody, type Times } from './second-model';

export const pack = loadPack('henan-2021');
const TYPES = { ordinary: 'ordinary', directed: 'directed-tibet', preparatory: 'preparatory' } as const;
const plan = planOf(
  Object.entries(SCHOOLS).flatMap(([institution, offers]) =>
    offers.map(({ code, category = '', sort = 'ordinary' }) =>
      planRow(institution, code, { category, planType: TYPES[sort] }),
    ),
  ),
);
/** 专升本 chooses schools alone: a row each. */
const planOfSchools = planOf(Object.keys(SCHOOLS).flatMap((code) => planRows(code, [''])));
const ALL = { create: true, edit: true, remove: true };

function factsOf(who: Somebody): CandidateFacts {
  return {
    kind: who.kind,
    track: '1',
    lists: who.lists,
    artsProvincial: who.exams,
    registeredMajor: who.registered,
    vocationalCategory: who.registered,
    registrationCounty: who.county,
    school: who.school,
    totalScore: who.score,
    freshGraduate: who.fresh,
    minority: who.minority,
  };
}

function scopeOf({ of, whom }: Times): WindowScope {
  switch (of) {
    case 'province':
      return { kind: 'province' };
    case 'kind':
      return { kind: 'candidateKind', candidateKind: String(whom) };
    case 'band':
      return { kind: 'scoreBand', from: Number(whom), to: null };
    case 'county':
      return { kind: 'county', county: String(whom) };
    case 'school':
      return { kind: 'school', school: String(whom) };
  }
}

const mayFile = (standing: BatchStanding) => isOffered(standing, 'fill') || isOffered(standing, 'modify');

/** What a test may put a faulty one in the place of. */
export const USED = { checkChoiceList, capFormExpiry, checkFormExtension, checkFormTimer };

/** The rules put together over records in memory, as a service puts them together over the database. */
export class Rules {
  private now = new Date(0);
  private frozen = false;
  private times: readonly Times[] = [];
  private readonly groups = new Map<string, GroupRecord>();
  private readonly facts: CandidateFacts;
  private readonly forms = new Map<string, { readonly expiresAt: Date; readonly extensionsUsed: number }>();

  constructor(
    who: Somebody,
    private readonly used = USED,
  ) {
    this.facts = factsOf(who);
  }

  private windowsOf(batch: string): Window[] {
    return this.times.map((one) => ({
      batch,
      scope: scopeOf(one),
      opensAt: new Date(one.from),
      closesAt: new Date(one.to),
      permits: ALL,
      ...(one.noFirst === Number.POSITIVE_INFINITY
        ? {}
        : { stages: [{ from: new Date(one.noFirst), permits: { ...ALL, create: false } }] }),
    }));
  }

  private stand(code: string) {
    const batch = getBatch(pack, code);
    const group = this.recordOf(code);
    const standing = getBatchStanding({
      pack,
      batch,
      facts: this.facts,
      windows: this.windowsOf(code),
      group,
      hasDraft: false,
      now: this.now,
    });
    return { batch, group, standing };
  }

  private recordOf(code: string): GroupRecord {
    const none = { savedBatch: null, savesUsed: 0, lastSavedAt: null, abandoned: false };
    return { ...none, ...this.groups.get(quotaGroupCode(getBatch(pack, code))), frozen: this.frozen };
  }

  /** What the form of a batch and its standing are, or why it is none. */
  private use(code: string) {
    const form = this.forms.get(code);
    if (form === undefined) return { answer: 'no form' };
    const found = this.stand(code);
    const { saveEndsAt } = found.standing;
    if (!mayFile(found.standing) || saveEndsAt === null) return { answer: 'no' };
    return {
      ...found,
      form: { ...form, expiresAt: this.used.capFormExpiry(form.expiresAt, saveEndsAt) },
      saveEndsAt,
    };
  }

  private open(code: string): string {
    const { batch, standing } = this.stand(code);
    if (!mayFile(standing) || standing.saveEndsAt === null) return 'no';
    const expiresAt = getFullFormExpiry(batch, this.now);
    this.forms.set(code, { expiresAt, extensionsUsed: 0 });
    return `open ${this.used.checkFormTimer(this.used.capFormExpiry(expiresAt, standing.saveEndsAt), this.now).remainingMs}`;
  }

  private lengthen(code: string): string {
    const used = this.use(code);
    if ('answer' in used) return used.answer;
    const { batch, form, saveEndsAt } = used;
    const given = this.used.checkFormExtension({ batch, ...form, saveEndsAt, now: this.now });
    if (!given.offered) return 'not now';
    const extensionsUsed = form.extensionsUsed + 1;
    this.forms.set(code, { expiresAt: getFullFormExpiry(batch, this.now), extensionsUsed });
    return `lengthened ${given.expiresAt.getTime() - this.now.getTime()}`;
  }

  private save(code: string, list: ChoiceList): string {
    const used = this.use(code);
    if ('answer' in used) return used.answer;
    const { batch, group, standing, form } = used;
    if (this.used.checkFormTimer(form.expiresAt, this.now).state === 'expired') return 'late';
    const choices = normaliseChoiceList(batch, list);
    const view = code === 'upgrade' ? planOfSchools : plan;
    const found = this.used.checkChoiceList({ pack, batch, facts: this.facts, plan: view, choices });
    if (found.some(({ severity }) => severity === 'block')) return 'faulty';
    this.forms.delete(code);
    const savesUsed = group.savesUsed + 1;
    const saved = { ...group, savedBatch: code, savesUsed, lastSavedAt: this.now };
    this.groups.set(quotaGroupCode(batch), saved);
    return `save ${savesUsed}${standing.overwrites.map(({ code }) => ` over ${code}`).join('')}`;
  }

  private giveUp(code: string): string {
    const { batch, standing } = this.stand(code);
    if (!mayAbandon(batch, standing, this.now)) return 'no';
    for (const lost of listAbandonGroup(pack, code))
      this.groups.set(quotaGroupCode(lost), { ...this.recordOf(lost.code), abandoned: true });
    return 'given up';
  }

  do(deed: Deed): string {
    switch (deed.deed) {
      case 'save':
        return this.save(deed.batch, deed.list);
      case 'open':
        return this.open(deed.batch);
      case 'lengthen':
        return this.lengthen(deed.batch);
      case 'giveUp':
        return this.giveUp(deed.batch);
      case 'grant': {
        const group = this.recordOf(deed.batch);
        const grantedSaves = (group.grantedSaves ?? 0) + 1;
        const key = quotaGroupCode(getBatch(pack, deed.batch));
        this.groups.set(key, { ...group, grantedSaves, lastGrantedAt: this.now });
        return 'done';
      }
      case 'times':
        this.times = deed.times;
        return 'done';
      case 'wait':
        this.now = new Date(this.now.getTime() + deed.ms);
        return 'done';
      default:
        this.frozen = deed.deed === 'freeze';
        return 'done';
    }
  }
}
