import { AGREED, listAgreed, listFormUndertakings, withAgreed } from '../../rules/filing/agreements';
import { type FieldChange, listChanges, type SlotChange } from '../../rules/filing/changes';
import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import type { Batch, Section } from '../../rules/pack/rule-pack';
import { nameBatches } from '../batches/batch-state.presenter';
import { findChosenEntry } from '../enrolment-plan/plan-entry';
import { nameGroup } from '../enrolment-plan/plan-group.presenter';
import type { VersionInForce } from './application.repository';
import { buildSavedBody, type SavedBody, toChoiceList } from './canonical-body';
import type { FormPlan } from './form.presenter';
import { majorLabel, slotTitle } from './violation.presenter';

interface ShownChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly place: string;
  readonly before: string;
  readonly after: string;
  /** The list before was of another batch of the group, and goes whole. */
  readonly overwrites: boolean;
}

const adjustmentWords: Readonly<Record<string, string>> = { agree: '同意', refuse: '不同意' };

/** What a modification adds, changes and removes against the version in force of the same batch, with names. */
export function presentChanges(
  plan: FormPlan,
  inForce: VersionInForce | null,
  proposed: ChoiceList,
): readonly ShownChange[] {
  const after = dropIdle(plan, proposed);
  const before = inForce !== null && inForce.batch === plan.batch.code ? inForce.body : null;
  const overwrites = inForce !== null && before === null;
  const changes = listChanges(before === null ? null : toChoiceList(before), after);
  return changes.flatMap((change) => {
    if (change.section === AGREED) return presentAgreementChange(plan, change, before, overwrites);
    const section = plan.batch.sections.find(({ code }) => code === change.section);
    if (section === undefined) return [];
    return change.fields.map((field) =>
      presentField(plan, section, change, field, before, after, overwrites),
    );
  });
}

/** Without a tick that nothing of the list asks for: it is not saved, and changes nothing. */
function dropIdle({ pack, batch, catalogue, scope }: FormPlan, choices: ChoiceList): ChoiceList {
  if (listAgreed(choices).length === 0) return choices;
  const { undertakings = [] } = buildSavedBody(pack, batch, choices, catalogue, scope);
  return withAgreed(
    choices,
    undertakings.map(({ planType }) => planType),
  );
}

/** 承诺书 agreed to, or no more: a line for each, named as it is on either side. */
function presentAgreementChange(
  { pack, batch }: FormPlan,
  { fields }: SlotChange,
  body: SavedBody | null,
  overwrites: boolean,
): readonly ShownChange[] {
  const named = [...listFormUndertakings(pack, batch), ...(body?.undertakings ?? [])];
  return fields
    .filter(({ field }) => field === 'institution')
    .flatMap(({ before, after }) => [
      ...(before === '' ? [] : [{ planType: before, kind: 'removed' as const }]),
      ...(after === '' ? [] : [{ planType: after, kind: 'added' as const }]),
    ])
    .map(({ planType, kind }) => {
      const title = named.find((one) => one.planType === planType)?.title ?? '承诺书';
      const [was, is] = kind === 'added' ? ['未填报', '同意'] : ['同意', '未填报'];
      return { kind, place: title, before: was, after: is, overwrites };
    });
}

const MAX_TOLD = 6;

/** What a save changed, and which lists of other batches it closed, in one line for mail and message: 平行志愿3 院校：…→…. */
export function summariseChanges(
  changes: readonly ShownChange[],
  inForce: VersionInForce | null,
  closed: readonly Pick<Batch, 'name'>[],
): string {
  const lost = closed.length === 0 ? '' : `覆盖${nameBatches(closed)}，`;
  return `${lost}${summariseOwn(changes, inForce)}`;
}

function summariseOwn(changes: readonly ShownChange[], inForce: VersionInForce | null): string {
  if (inForce === null) return '首次填报';
  if (changes.length === 0) return '内容没有变化';
  const told = changes.slice(0, MAX_TOLD).map(tellChange);
  const more = changes.length > MAX_TOLD ? `等${changes.length}处` : '';
  const overwritten = `覆盖【${inForce.body.batch.name}】，`;
  return `${changes[0]?.overwrites === true ? overwritten : ''}${told.join('；')}${more}`;
}

/** 平行志愿3 专业1：[01]法学→[02]英语; what was empty before is 新填, what is empty now 清空. */
function tellChange({ place, before, after, kind }: ShownChange): string {
  if (kind === 'added') return `${place}：新填${after}`;
  return kind === 'removed' ? `${place}：清空（原为${before}）` : `${place}：${before}→${after}`;
}

function presentField(
  plan: FormPlan,
  section: Section,
  change: SlotChange,
  field: FieldChange,
  before: SavedBody | null,
  after: ChoiceList,
  overwrites: boolean,
): ShownChange {
  const slot = after[section.code]?.[change.slot - 1];
  return {
    kind: field.kind,
    place: `${slotTitle(section, change.slot)} ${labelOf(section, field)}`,
    before: nameBefore(before, section, change.slot, field),
    after: nameAfter(plan, slot, field),
    overwrites,
  };
}

function labelOf(section: Section, field: FieldChange): string {
  switch (field.field) {
    case 'institution':
      return '院校';
    case 'group':
      return '专业组';
    case 'adjustment':
      return '专业调剂';
    case 'post':
      return `岗位${field.major ?? 1}`;
    case 'major':
      return majorLabel(section, field.major ?? 1);
  }
}

function nameBefore(body: SavedBody | null, section: Section, slot: number, field: FieldChange): string {
  if (field.before === '') return '未填报';
  const saved = body?.sections.find(({ code }) => code === section.code)?.slots[slot - 1];
  if (field.field === 'institution') return `[${field.before}]${saved?.institution?.name ?? ''}`;
  if (field.field === 'group' && saved?.groupName !== undefined) return `[${field.before}]${saved.groupName}`;
  if (field.field === 'major') return `[${field.before}]${saved?.majors[(field.major ?? 1) - 1]?.name ?? ''}`;
  return adjustmentWords[field.before] ?? field.before;
}

function nameAfter(plan: FormPlan, slot: SlotChoice | undefined, field: FieldChange): string {
  if (field.after === '') return '未填报';
  const institution = slot?.institution ?? '';
  const view = plan.catalogue.viewOf(plan.scope);
  if (field.field === 'group') {
    const group = view.findGroup(institution, field.after);
    return group === null ? field.after : `[${field.after}]${nameGroup(group)}`;
  }
  if (field.field === 'institution')
    return `[${field.after}]${plan.catalogue.findInstitution(field.after)?.name ?? ''}`;
  if (field.field === 'major') {
    const entries = plan.catalogue.listEntries(plan.scope, institution);
    return `[${field.after}]${findChosenEntry(entries, slot?.group ?? '', field.after)?.majorName ?? ''}`;
  }
  return adjustmentWords[field.after] ?? field.after;
}
