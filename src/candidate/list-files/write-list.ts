import { institutionText } from '../../domain/choice-lists/choice-list.form';
import { slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { PlanCatalogue, PlanScope } from '../../domain/enrolment-plan/plan-catalogue';
import { findChosenEntry } from '../../domain/enrolment-plan/plan-entry';
import { nameGroup } from '../../domain/enrolment-plan/plan-group.presenter';
import type { Cell } from '../../infrastructure/spreadsheets/csv';
import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import type { Batch, Section } from '../../rules/pack/rule-pack';
import { type ListColumn, listColumns } from './list-columns';

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };

interface ListPlan {
  readonly catalogue: PlanCatalogue;
  readonly scope: PlanScope;
}

/** All slots of a batch as lines of its table, empty ones too: a form to fill in, and nothing is lost on the way back. */
export function* writeList(batch: Batch, choices: ChoiceList, plan: ListPlan): Generator<readonly Cell[]> {
  const columns = listColumns(batch);
  for (const section of batch.sections)
    for (const slot of section.slotLabels.slice(0, section.slots.max).keys()) {
      const choice = choices[section.code]?.[slot] ?? EMPTY;
      const write = describeSlot(batch, section, slot + 1, choice, plan);
      yield columns.map(write);
    }
}

function describeSlot(
  batch: Batch,
  section: Section,
  slot: number,
  choice: SlotChoice,
  { catalogue, scope }: ListPlan,
): (column: ListColumn) => string {
  const institution = normaliseCode(choice.institution);
  const group = normaliseCode(choice.group);
  const nameOfGroup = () => {
    const found = catalogue.viewOf(scope).findGroup(institution, group);
    return found === null ? '' : nameGroup(found);
  };
  const nameOfMajor = (code: string) =>
    code === ''
      ? ''
      : (findChosenEntry(catalogue.listEntries(scope, institution), group, code)?.majorName ?? '');
  const codeAt = (codes: readonly string[], index: number) => normaliseCode(codes[index - 1] ?? '');
  return ({ kind, index }) => {
    switch (kind) {
      case 'section':
        return section.label;
      case 'slot':
        return section.slotLabels[slot - 1] ?? slotTitle(section, slot);
      case 'institution':
        return normaliseCode(institutionText(section, choice));
      case 'institutionName':
        return institution === '' ? '' : (catalogue.findInstitution(institution)?.name ?? '');
      case 'group':
        return group;
      case 'groupName':
        return group === '' ? '' : nameOfGroup();
      case 'major':
        return codeAt(choice.majors, index);
      case 'majorName':
        return nameOfMajor(codeAt(choice.majors, index));
      case 'post':
        return codeAt(choice.posts, index);
      case 'adjustment':
        return { agree: '同意', refuse: '不同意', none: '' }[choice.adjustment ?? 'none'];
      case 'batch':
        return batch.name;
    }
  };
}
