import type { Batch, Section } from '../pack/rule-pack';
import { listChanges } from './changes';
import { blockAt } from './choice-context';
import type { ChoiceList, Violation } from './choice-list';

const MILLISECONDS_PER_MINUTE = 60_000;

/** When the time of a section ends that has minutes of its own, from the opening of the form on; 延长 does not move it. */
export function listSectionDeadlines(
  { sections }: Pick<Batch, 'sections'>,
  openedAt: Date,
): readonly { readonly section: Section; readonly until: Date }[] {
  return sections.flatMap((section) =>
    section.formMinutes === undefined
      ? []
      : [{ section, until: new Date(openedAt.getTime() + section.formMinutes * MILLISECONDS_PER_MINUTE) }],
  );
}

/**
 * What cannot be saved any more: a section whose own minutes are over has to be as it was last saved, and all others may
 * still change. Told once a section, at the first choice that differs.
 *
 * Worked case, opened 10:00:00.000, 20 minutes: at 10:19:59.999 it may change, at 10:20:00.000 no more.
 */
export function checkSectionTimers(
  batch: Pick<Batch, 'sections'>,
  { openedAt, now }: { readonly openedAt: Date; readonly now: Date },
  saved: ChoiceList | null,
  choices: ChoiceList,
): readonly Violation[] {
  const over = listSectionDeadlines(batch, openedAt).filter(({ until }) => until.getTime() <= now.getTime());
  if (over.length === 0) return [];
  const changes = listChanges(saved, choices);
  return over.flatMap(({ section }): readonly Violation[] => {
    const change = changes.find((one) => one.section === section.code);
    if (change === undefined) return [];
    const minutes = section.formMinutes ?? 0;
    return [blockAt('sectionTimeOver', { section: section.code, slot: change.slot }, { minutes })];
  });
}
