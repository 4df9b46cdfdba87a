import { fieldName } from '../../domain/choice-lists/choice-list.form';
import { majorLabel, slotTitle } from '../../domain/choice-lists/violation.presenter';
import type { Batch, Section } from '../../rules/pack/rule-pack';

/** A code field of a form into which a choice goes. */
export interface FormField {
  readonly name: string;
  readonly section: Section;
  /** 1-based. */
  readonly slot: number;
  readonly kind: 'institution' | 'major';
  /** 1-based; 0 for 院校代号. */
  readonly major: number;
}

/** The field of a batch with that name into which a choice can go; null for anything else. */
export function findFormField(batch: Batch, name: string): FormField | null {
  for (const section of batch.sections) {
    for (let slot = 1; slot <= section.slots.max; slot += 1) {
      const institution = fieldName(section.code, slot, 'institution');
      if (name === institution) return { name, section, slot, kind: 'institution', major: 0 };
      for (let major = 1; major <= section.majors.max; major += 1) {
        if (name === fieldName(section.code, slot, 'major', major))
          return { name, section, slot, kind: 'major', major };
      }
    }
  }
  return null;
}

/** 平行志愿1 专业2, as the candidate knows the field. */
export function presentField({ section, slot, kind, major }: FormField): string {
  const label = kind === 'institution' ? '院校代号' : majorLabel(section, major);
  return `${slotTitle(section, slot)} ${label}`;
}
