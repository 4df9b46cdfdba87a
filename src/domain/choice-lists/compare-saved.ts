import type { SavedBody } from './canonical-body';
import { EMPTY_SLOT, listSavedRows, presentSaved } from './saved.presenter';

/** One place in which two saved lists differ, with what stands there as 浏览 shows it. */
interface SavedDifference {
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

/** Where a saved list differs from another, in the order of the later, then what the earlier alone has. */
export function compareSaved(before: SavedBody | null, after: SavedBody): readonly SavedDifference[] {
  const [was, is] = [before === null ? new Map<string, string>() : listPlaces(before), listPlaces(after)];
  return [...new Set([...is.keys(), ...was.keys()])]
    .map((place) => ({
      place,
      before: was.get(place) ?? EMPTY_SLOT,
      after: is.get(place) ?? EMPTY_SLOT,
    }))
    .filter((one) => one.before !== one.after);
}

function listPlaces(body: SavedBody): Map<string, string> {
  const rows = presentSaved(body).flatMap((section) =>
    section.slots.flatMap((slot) =>
      listSavedRows(slot).map(
        ({ label, text }) => [`${section.label} ${slot.title} ${label}`, text] as const,
      ),
    ),
  );
  const agreed = (body.undertakings ?? []).map(({ title }) => [title, '同意'] as const);
  return new Map([...rows, ...agreed]);
}
