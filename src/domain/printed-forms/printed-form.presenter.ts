import type { EnvironmentName } from '../../infrastructure/config/config';
import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import { maskIdentityNumber } from '../../rules/identity/masking';
import type { Coded, RulePack } from '../../rules/pack/rule-pack';
import type { CandidateRecord } from '../candidates/candidate.repository';
import type { ApplicationVersion } from '../choice-lists/application.repository';
import { formatCheckValue, type SavedSection, type SavedSlot } from '../choice-lists/canonical-body';
import {
  EMPTY_SLOT,
  presentAdjustment,
  presentGroup,
  presentNamedCode,
} from '../choice-lists/saved.presenter';
import type { SavedDetails } from '../choice-lists/saved-details';
import type { KeptCheckpoint } from '../ledger/checkpoint.repository';
import { nameCheckpoint } from '../ledger/checkpoint-board';
import type { PrintedFact, PrintedForm, PrintedMajor, PrintedSection, PrintedSlot } from './printed-form';

export interface PrintedFormSource {
  readonly pack: RulePack;
  readonly environment: EnvironmentName;
  readonly candidate: CandidateRecord;
  /** In clear; only its ends are printed. */
  readonly identityNumber: string;
  readonly version: ApplicationVersion;
  /** What today's plan says beside the saved names. */
  readonly details: SavedDetails;
  /** Whether the version is what would count now; one that is not says so in its warnings. */
  readonly inForce: boolean;
  readonly now: Date;
  /** The newest of the ledger; null before the first. */
  readonly checkpoint: KeptCheckpoint | null;
}

const DRILL = '模拟演练，不具有真实效力';
const SUPERSEDED = '本表是以前的保存记录，不是当前有效的志愿';
const UNDERTAKING =
  '本人承诺：已认真阅读志愿填报须知，了解所报院校和专业的招生章程及要求；以上志愿由本人填报，核对无误，后果由本人承担。';
/** What was saved counts; a plan that was adjusted since says something else of it. */
const PLAN_NOTE = '代号和名称为保存的内容；小字为打印时招生计划中的城市、类别、学费和备注，供核对用。';
const NO_VALUE = '—';

/** The 志愿表 of a saved version: names and codes as they were saved, whatever became of the plan since (M6), and beside them what the plan says today. */
export function presentPrintedForm(source: PrintedFormSource): PrintedForm {
  const { pack, environment, candidate, version, now } = source;
  const drill = environment !== 'live';
  const sections = version.body.sections.map((section) => presentSection(section, source.details));
  return {
    platform: pack.platform.name,
    office: pack.platform.office,
    environment,
    title: `${version.body.year}年${pack.province}普通高校招生志愿表`,
    batch: version.body.batch.name,
    warnings: [...(drill ? [DRILL] : []), ...(source.inForce ? [] : [SUPERSEDED])],
    owner: `${candidate.name}　${candidate.candidateNumber}`,
    facts: presentFacts(source),
    sections,
    agreements: (version.body.undertakings ?? []).map(({ title, paragraphs }) => ({
      title: `已同意：${title}`,
      paragraphs,
    })),
    planNote: sections.some(hasDetail) ? PLAN_NOTE : '',
    undertaking: UNDERTAKING,
    signatureNote: drill ? '本次模拟演练不需要签字' : '',
    printed: `打印时间：${formatInstant(now)}`,
    printedAt: now,
  };
}

function presentFacts(source: PrintedFormSource): PrintedFact[][] {
  const { pack, candidate, identityNumber, version, checkpoint } = source;
  const saved = `第${version.saveNumber}次保存　${formatInstant(version.savedAt)}`;
  return [
    [
      fact('姓名', candidate.name),
      fact('性别', candidate.sex === 'male' ? '男' : '女'),
      fact('考生号', candidate.candidateNumber),
    ],
    [
      fact('考生类别', nameOf(pack.candidateKinds, candidate.kind)),
      fact('科类', nameOf(pack.tracks, candidate.track)),
      fact('证件号码', maskIdentityNumber(identityNumber)),
    ],
    [
      fact('报名县区', candidate.countyName),
      fact('班级', candidate.className),
      fact('报名序号', candidate.registrationNumber),
    ],
    [fact('毕业学校', candidate.schoolName)],
    [
      fact(
        '保存时间',
        checkpoint === null
          ? saved
          : `${saved}　检查点${nameCheckpoint(checkpoint)}（${formatMinute(checkpoint.at)}）`,
      ),
    ],
    [fact('校验值', formatCheckValue(version.hash))],
  ];
}

function fact(label: string, value: string): PrintedFact {
  return { label, value: value || NO_VALUE };
}

function nameOf(list: readonly Coded[], code: string): string {
  return list.find((entry) => entry.code === code)?.name ?? code;
}

function hasDetail({ slots }: PrintedSection): boolean {
  return slots.some(({ detail, majors }) => detail !== '' || majors.some((major) => major.detail !== ''));
}

function presentSection(section: SavedSection, details: SavedDetails): PrintedSection {
  return {
    label: section.label,
    note: section.note,
    hasMajors: section.slots.some(({ majors }) => majors.length > 0),
    hasAdjustment: section.hasAdjustment,
    slots: section.slots.map((slot) => presentSlot(slot, section.hasAdjustment, details)),
  };
}

function presentSlot(slot: SavedSlot, hasAdjustment: boolean, details: SavedDetails): PrintedSlot {
  const empty = slot.institution === null;
  return {
    label: slot.label,
    empty,
    institution: presentNamedCode(slot.institution),
    detail: details.describeInstitution(slot),
    group: slot.group === '' ? '' : `专业组 ${presentGroup(slot)}`,
    majors: presentMajors(slot, empty, details),
    adjustment: hasAdjustment ? presentAdjustment(slot.adjustment) : '',
  };
}

function presentMajors(slot: SavedSlot, slotEmpty: boolean, details: SavedDetails): PrintedMajor[] {
  const { institution, group, majors, posts } = slot;
  if (majors.length === 0) return [];
  if (slotEmpty) return [{ label: '', text: EMPTY_SLOT, detail: '', empty: true }];
  return majors.map((major, index) => {
    const post = posts[index] ?? '';
    return {
      label: majors.length === 1 ? '' : `专业${index + 1}`,
      text: presentNamedCode(major) + (post === '' ? '' : `（岗位 ${post}）`),
      detail: major === null ? '' : details.describeMajor(institution?.code ?? '', group, major),
      empty: major === null,
    };
  });
}
