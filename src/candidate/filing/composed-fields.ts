import {
  describeLook,
  describeState,
  type FilledSlot,
  fillSlot,
  listFillings,
} from '../../domain/choice-lists/filled-slot';
import { countRows, type FormPlan, isLong, presentSections } from '../../domain/choice-lists/form.presenter';
import type { Composed } from '../../infrastructure/http/composed-part';
import type { Spliced } from '../../infrastructure/http/spliced-template';
import type { ChoiceList } from '../../rules/filing/choice-list';
import type { Section } from '../../rules/pack/rule-pack';

/** Where the buttons beside the fields lead. */
export interface FieldLinks {
  readonly arrangeable: string;
  /** Null where the batch has no plan to look in. */
  readonly planQuery: string | null;
}

interface FilledSection {
  readonly section: Section;
  readonly slots: readonly FilledSlot[];
}

/** How the rows stand, where the form shows that above them. */
function describeRows({ section, slots }: FilledSection): string {
  const states = isLong(section) ? slots.map((slot) => describeState(slot, slot.hints)).join() : '';
  return `${section.code} ${slots.length} ${states}`;
}

/**
 * The fields of a form of which nothing is said: the same as its template writes with `presentSections`, put together
 * of what is kept. Nothing is described field by field but where a choice, or the number of rows, looks like none before.
 */
export function composeFields(plan: FormPlan, choices: ChoiceList, links: FieldLinks): Composed {
  const filled = plan.batch.sections.map(
    (section): FilledSection => ({
      section,
      slots: Array.from({ length: countRows(section, choices) }, (_none, at) =>
        fillSlot(plan, section, at + 1, choices[section.code]?.[at]),
      ),
    }),
  );
  const common = { ...links, focus: undefined, standing: true, moves: false, moveFault: undefined };
  const sections = () => presentSections(plan, choices, []);

  function splice(
    { section }: FilledSection,
    slot: FilledSlot,
    [place, at]: readonly [number, number],
  ): Spliced {
    const firstSlot = place + at === 0;
    const look = describeLook(slot, slot.hints, section.adjustment !== 'none');
    return {
      template: 'candidate/filing/_slot.njk',
      hintTemplate: 'candidate/filing/_hint.njk',
      layout: section,
      look: look === '' ? '' : `${look} ${links.planQuery ?? ''}${firstSlot ? ' first' : ''}`,
      fill: listFillings(slot.values, slot.hints),
      model: () => {
        const shown = sections()[place];
        return { ...common, section: shown, slot: shown?.slots[at], firstSlot };
      },
    };
  }

  return {
    template: 'candidate/filing/_choice-fields.njk',
    by: plan.batch,
    look: filled.map(describeRows).join('/'),
    parts: filled.flatMap((one, place) => one.slots.map((slot, at) => splice(one, slot, [place, at]))),
    model: () => ({ ...common, sections: sections() }),
  };
}
