import { createHash, hash } from 'node:crypto';
import { listAgreed, listFormUndertakings, withAgreed } from '../../rules/filing/agreements';
import type { Adjustment, ChoiceList } from '../../rules/filing/choice-list';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { PlanCatalogue, PlanScope } from '../enrolment-plan/plan-catalogue';
import { findChosenEntry } from '../enrolment-plan/plan-entry';
import { nameGroup } from '../enrolment-plan/plan-group.presenter';

/** A code with the name it had when it was saved. */
export interface NamedCode {
  readonly code: string;
  readonly name: string;
}

/** A 专业 as it was saved. */
interface SavedMajor extends NamedCode {
  /** Told where the pack asks for an undertaking on paper for this plan type (M11). */
  readonly planType?: string;
}

export interface SavedSlot {
  readonly label: string;
  readonly institution: NamedCode | null;
  readonly group: string;
  /** As the plan named the 专业组 then; left out where none was typed, and in what was saved before groups had names. */
  readonly groupName?: string;
  readonly majors: readonly (SavedMajor | null)[];
  readonly posts: readonly string[];
  readonly adjustment: Adjustment | null;
}

export interface SavedSection {
  readonly code: string;
  readonly label: string;
  readonly note: string;
  /** Whether 专业调剂 belongs to the slots of this section. */
  readonly hasAdjustment: boolean;
  readonly slots: readonly SavedSlot[];
}

/** A 承诺书 that was agreed to in the form. */
interface SavedAgreement {
  readonly planType: string;
  readonly name: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** What a saved version says, whole: it prints the same years later, whatever became of pack and plan. */
export interface SavedBody {
  readonly year: number;
  readonly batch: NamedCode;
  readonly sections: readonly SavedSection[];
  /** 承诺书 agreed to with this save, as they read then; left out where there is none. */
  readonly undertakings?: readonly SavedAgreement[];
}

/** Builds the body of a save from a list that the rules let pass. */
export function buildSavedBody(
  pack: RulePack,
  batch: Batch,
  choices: ChoiceList,
  plan: PlanCatalogue,
  scope: PlanScope,
): SavedBody {
  const askingTypes = pack.undertakings
    .filter(({ agreedInForm }) => agreedInForm !== true)
    .map(({ planType }) => planType);
  const chosen = new Set<string>();
  const sections = batch.sections.map(
    (section): SavedSection => ({
      code: section.code,
      label: section.label,
      note: section.note ?? '',
      hasAdjustment: section.adjustment !== 'none',
      slots: section.slotLabels.map((label, index) => {
        const slot = choices[section.code]?.[index];
        const code = slot?.institution ?? '';
        const group = slot?.group ?? '';
        const entries = plan.listEntries(scope, code);
        const known = group === '' ? null : plan.viewOf(scope).findGroup(code, group);
        const nameMajor = (major: string): SavedMajor | null => {
          if (major === '') return null;
          const entry = findChosenEntry(entries, group, major);
          const named = { code: major, name: entry?.majorName ?? '' };
          if (entry !== undefined) chosen.add(entry.planType);
          const asks = entry !== undefined && askingTypes.includes(entry.planType);
          return asks ? { ...named, planType: entry.planType } : named;
        };
        return {
          label,
          institution: code === '' ? null : { code, name: plan.findInstitution(code)?.name ?? '' },
          group,
          ...(known === null ? {} : { groupName: nameGroup(known) }),
          majors: Array.from({ length: section.majors.max }, (_none, at) =>
            nameMajor(slot?.majors[at] ?? ''),
          ),
          posts: slot?.posts ?? [],
          adjustment: slot?.adjustment ?? null,
        };
      }),
    }),
  );
  const undertakings = listAgreements(pack, batch, choices, chosen);
  return {
    year: pack.year,
    batch: { code: batch.code, name: batch.name },
    sections,
    ...(undertakings.length === 0 ? {} : { undertakings }),
  };
}

/** What was agreed to and is asked for by what is chosen: a tick that nothing asks for promises nothing. */
function listAgreements(
  pack: RulePack,
  batch: Batch,
  choices: ChoiceList,
  chosen: ReadonlySet<string>,
): readonly SavedAgreement[] {
  const agreed = listAgreed(choices);
  return listFormUndertakings(pack, batch)
    .filter(({ planType }) => agreed.includes(planType) && chosen.has(planType))
    .map(({ planType, name, title, paragraphs }) => ({ planType, name, title, paragraphs }));
}

/** The exact text that is stored and hashed. Keys stand in the order in which they are built. */
export function serialiseBody(body: SavedBody): string {
  return JSON.stringify(body);
}

/** The choices of a saved version, to start a modification from or to compare with. */
export function toChoiceList(body: SavedBody): ChoiceList {
  const sections = Object.fromEntries(
    body.sections.map((section) => [
      section.code,
      section.slots.map((slot) => ({
        institution: slot.institution?.code ?? '',
        group: slot.group,
        majors: slot.majors.map((major) => major?.code ?? ''),
        posts: slot.posts,
        adjustment: slot.adjustment,
      })),
    ]),
  );
  return withAgreed(
    sections,
    (body.undertakings ?? []).map(({ planType }) => planType),
  );
}

/** Stands for the version before the first. */
export const FIRST_HASH = Buffer.alloc(32);

/** Which lists a version closed: the group of each, and which of its versions; by the order of the groups. */
export type ClosedPlaces = readonly (readonly [group: string, ordinal: number])[];

/** What the hash of a version covers beside its body. */
interface VersionHeader {
  readonly candidateNumber: string;
  readonly group: string;
  readonly ordinal: number;
  readonly saveNumber: number;
  readonly batch: string;
  readonly pack: string;
  readonly packVersion: number;
  /** ISO 8601. */
  readonly savedAt: string;
  readonly actor: string;
  readonly address: string;
  readonly device: string;
  /** Groups and ordinals of the lists that it closes; none for most. */
  readonly closes?: ClosedPlaces | null;
}

/**
 * 校验值: SHA-256 over the previous version's hash, a secret nonce, header and body. Without the nonce a 校验值
 * that is known would let choices be guessed by trying; with the previous hash no version can be taken out.
 */
export function computeCheckValue(
  header: VersionHeader,
  canonicalBody: string | Buffer,
  previousHash: Buffer,
  nonce: Buffer,
): Buffer {
  const head = JSON.stringify([
    'zhiyuan-version-1',
    header.candidateNumber,
    header.group,
    header.ordinal,
    header.saveNumber,
    header.batch,
    header.pack,
    header.packVersion,
    header.savedAt,
    header.actor,
    header.address,
    header.device,
    ...(header.closes == null ? [] : [header.closes]),
  ]);
  return createHash('sha256')
    .update(previousHash)
    .update(nonce)
    .update(`${head}\n`)
    .update(canonicalBody)
    .digest();
}

/** 64 hexadecimal digits in groups of four, as 浏览 and the printed form show them. */
export function formatCheckValue(hash: Buffer): string {
  return (hash.toString('hex').toUpperCase().match(/.{4}/g) ?? []).join(' ');
}

/** Hash of a body alone, to tell a repeated post from a different one. */
export function hashBody(canonicalBody: string | Buffer): Buffer {
  return hash('sha256', canonicalBody, 'buffer');
}

/**
 * What a candidate confirms who has seen a body compared with the version in force, and what else it closes: hex,
 * another one as soon as any of it differs. `inForce` is null where nothing is saved in the group; `closed` has the ids
 * of versions.
 */
export function hashComparison(
  bodyHash: Buffer,
  inForce: { readonly hash: Buffer } | null,
  closed: readonly number[],
): string {
  return createHash('sha256')
    .update(bodyHash)
    .update(inForce?.hash ?? '')
    .update(closed.join(' '))
    .digest('hex');
}
