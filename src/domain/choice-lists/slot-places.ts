import type { CodeShape, RulePack, Section } from '../../rules/pack/rule-pack';
import { fieldName } from './choice-list.form';
import { majorLabel, slotTitle } from './violation.presenter';

/** What is the same of a field whoever fills it. */
export interface FieldPlace {
  readonly name: string;
  readonly label: string;
  readonly kind: 'institution' | 'group' | 'major' | 'post';
  /** Digits alone: a phone shows its keyboard of digits. */
  readonly digits: boolean;
}

/** What is the same of a choice. */
export interface SlotPlaces {
  readonly id: string;
  readonly title: string;
  /** Institution, 专业组 where it has a field of its own, then each major, each with its post where there are posts. */
  readonly fields: readonly FieldPlace[];
  readonly hasGroup: boolean;
  readonly majors: number;
  readonly hasPosts: boolean;
}

/** By section of a pack and number: a form has sixty fields, whose names are the same for everybody. */
const keptPlaces = new WeakMap<RulePack, WeakMap<Section, SlotPlaces[]>>();

/** The fields of a choice of a section by their names; the same object each time. */
export function findSlotPlaces(pack: RulePack, section: Section, number: number): SlotPlaces {
  const ofPack = keptPlaces.get(pack) ?? new WeakMap<Section, SlotPlaces[]>();
  keptPlaces.set(pack, ofPack);
  const ofSection = ofPack.get(section) ?? [];
  ofPack.set(section, ofSection);
  const places = ofSection[number] ?? listSlotPlaces(pack, section, number);
  ofSection[number] = places;
  return places;
}

function listSlotPlaces({ codes }: RulePack, section: Section, number: number): SlotPlaces {
  const combined = section.combinedCode === true;
  const place = (
    kind: FieldPlace['kind'],
    label: string,
    shape: CodeShape | undefined,
    index?: number,
  ): FieldPlace => ({
    name: fieldName(section.code, number, kind, index),
    label,
    kind,
    digits: shape?.alphabet === 'digits',
  });
  const numbers = Array.from({ length: section.majors.max }, (_none, index) => index + 1);
  const hasGroup = section.unit === 'school+group' && !combined;
  const hasPosts = section.unit === 'school+major+post';
  const institution = place(
    'institution',
    combined ? '院校专业组代号' : '院校代号',
    combined && codes.group?.alphabet !== 'digits' ? undefined : codes.institution,
  );
  const majors = numbers.flatMap((at) => [
    place('major', majorLabel(section, at), codes.major, at),
    ...(hasPosts ? [place('post', `岗位${at}`, codes.post, at)] : []),
  ]);
  return {
    id: `${section.code}-${number}`,
    title: slotTitle(section, number),
    fields: [institution, ...(hasGroup ? [place('group', '专业组', codes.group)] : []), ...majors],
    hasGroup,
    majors: numbers.length,
    hasPosts,
  };
}
