import type { NamedCode, SavedBody } from './canonical-body';

export interface SavedRow {
  readonly label: string;
  readonly text: string;
  readonly empty: boolean;
}

export interface SavedSlotModel {
  readonly title: string;
  readonly empty: boolean;
  readonly rows: readonly SavedRow[];
}

export interface SavedSectionModel {
  readonly label: string;
  readonly slots: readonly SavedSlotModel[];
}

export const EMPTY_SLOT = '未填报';

/** [0001]北京体育大学, or 未填报. */
export function presentNamedCode(named: NamedCode | null): string {
  return named === null ? EMPTY_SLOT : `[${named.code}]${named.name}`;
}

/** 同意, 不同意 or 未填报. */
export function presentAdjustment(adjustment: 'agree' | 'refuse' | null): string {
  return { agree: '同意', refuse: '不同意', none: EMPTY_SLOT }[adjustment ?? 'none'];
}

/** Every slot of a saved version as 浏览 shows it (figure 12). */
export function presentSaved(body: SavedBody): readonly SavedSectionModel[] {
  return body.sections.map((section) => ({
    label: section.label,
    slots: section.slots.map((slot) => {
      const rows: SavedRow[] = [row('院校', slot.institution)];
      if (slot.group !== '') rows.push({ label: '专业组', text: slot.group, empty: false });
      slot.majors.forEach((major, index) => {
        rows.push(row(slot.majors.length === 1 ? '专业' : `专业${index + 1}`, major));
        const post = slot.posts[index] ?? '';
        if (post !== '') rows.push({ label: `岗位${index + 1}`, text: post, empty: false });
      });
      if (section.hasAdjustment) {
        rows.push({
          label: '专业调剂',
          text: presentAdjustment(slot.adjustment),
          empty: slot.adjustment === null,
        });
      }
      return { title: slot.label, empty: slot.institution === null, rows };
    }),
  }));
}

function row(label: string, named: NamedCode | null): SavedRow {
  return { label, text: presentNamedCode(named), empty: named === null };
}
