import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CandidateRecord } from '../../../src/domain/candidates/candidate.repository';
import type { ApplicationVersion } from '../../../src/domain/choice-lists/application.repository';
import type { SavedBody, SavedSection, SavedSlot } from '../../../src/domain/choice-lists/canonical-body';
import { NO_DETAILS, type SavedDetails } from '../../../src/domain/choice-lists/saved-details';
import type { PrintedForm } from '../../../src/domain/printed-forms/printed-form';
import {
  type PrintedFormSource,
  presentPrintedForm,
} from '../../../src/domain/printed-forms/printed-form.presenter';
import { parseRulePack } from '../../../src/domain/rule-packs/rule-pack.schema';
import { projectRoot } from '../../../src/infrastructure/paths';

export const henan = parseRulePack(
  JSON.parse(
    readFileSync(path.join(projectRoot, 'seeds', 'reference', 'rule-packs', 'henan-2021.json'), 'utf8'),
  ),
);

export const candidate: CandidateRecord = {
  id: 1,
  candidateNumber: '21410101151001',
  name: '赵启航',
  sex: 'male',
  bornOn: '2003-03-08',
  ethnicity: '汉',
  kind: 'general',
  track: '5',
  countyCode: '410105',
  countyName: '郑州市金水区',
  schoolCode: '0105001',
  schoolName: '河南省实验中学',
  className: '高三（12）班',
  registrationNumber: '41010500012',
  facts: {},
  frozenAt: null,
  fileState: '自由可投',
  mark: '1',
};

/** A 志愿 of its own names; `majors` of them filled out of `places`. */
export function slot(label: string, number: number, majors: number, places: number): SavedSlot {
  const code = String(1000 + number);
  return {
    label,
    institution: { code, name: `第${number}大学` },
    group: '',
    majors: Array.from({ length: places }, (_none, index) =>
      index < majors ? { code: `0${index + 1}`, name: `专门学${number}之${index + 1}` } : null,
    ),
    posts: [],
    adjustment: 'agree',
  };
}

export function emptySlot(label: string, places: number): SavedSlot {
  return {
    label,
    institution: null,
    group: '',
    majors: Array.from({ length: places }, () => null),
    posts: [],
    adjustment: null,
  };
}

export function section(slots: readonly SavedSlot[], changes: Partial<SavedSection> = {}): SavedSection {
  return { code: 'parallel', label: '平行志愿', note: '', hasAdjustment: true, slots, ...changes };
}

/** 本科二批, full: 9 × 5, 定向 and 预科. */
export const fullBody: SavedBody = {
  year: 2021,
  batch: { code: 'undergraduate-2', name: '本科二批' },
  sections: [
    section(Array.from({ length: 9 }, (_none, index) => slot(`平行志愿${index + 1}`, index + 1, 5, 5))),
    section([slot('定向志愿', 10, 5, 5)], { code: 'directed', label: '定向志愿' }),
    section([slot('预科志愿', 11, 1, 1)], { code: 'preparatory', label: '预科志愿' }),
  ],
};

/** Shandong's 96 志愿 of one 专业 each. */
export const longBody: SavedBody = {
  year: 2021,
  batch: { code: 'regular-1', name: '常规批第1次志愿' },
  sections: [
    section(
      Array.from({ length: 96 }, (_none, index) => slot(`志愿${index + 1}`, index + 1, 1, 1)),
      { label: '专业（类）+学校志愿', hasAdjustment: false },
    ),
  ],
};

export function versionOf(body: SavedBody, changes: Partial<ApplicationVersion> = {}): ApplicationVersion {
  return {
    id: 7,
    group: body.batch.code,
    ordinal: 2,
    saveNumber: 2,
    batch: body.batch.code,
    body,
    canonicalBody: JSON.stringify(body),
    savedAt: new Date('2021-06-27T02:01:41Z'),
    restoredBy: null,
    typedBy: null,
    address: '127.0.0.1',
    device: 'device',
    hash: createHash('sha256').update('sample').digest(),
    ...changes,
  };
}

/** The form of a body, of the candidate above; `changes` as the source is presented. */
export function formOf(body: SavedBody, changes: Partial<PrintedFormSource> = {}): PrintedForm {
  return presentPrintedForm({
    pack: henan,
    environment: 'live',
    candidate,
    identityNumber: '41010520030308123X',
    version: versionOf(body),
    details: NO_DETAILS,
    inForce: true,
    now: new Date('2021-06-28T16:30:05Z'),
    // As large as a province makes it.
    checkpoint: {
      size: 3_141_592,
      root: createHash('sha256').update('ledger').digest(),
      at: new Date('2021-06-28T16:30:00Z'),
      note: '',
    },
    ...changes,
  });
}

/** As long as the plan of 2021 has them. */
export const planDetails: SavedDetails = {
  describeInstitution: ({ institution, majors }) =>
    institution === null ? '' : majors.length === 0 ? '郑州；6600元/年；只招女生' : '郑州',
  describeGroup: () => '',
  describeMajor: (_institution, _group, { code }) =>
    code === '01' ? '中外合作；24800元/年；办学地点：龙子湖校区' : '5500元/年；同名专业还有[12]',
};

/** Every text of a form that must stand on paper. */
export function listTexts(form: PrintedForm): string[] {
  const slots = form.sections.flatMap(({ slots }) => slots);
  return [
    form.title,
    form.batch,
    form.undertaking,
    form.printed,
    ...form.warnings,
    form.planNote,
    ...form.facts.flat().flatMap(({ label, value }) => [label, value]),
    ...form.sections.flatMap(({ label, note }) => [label, note]),
    ...slots.flatMap(({ label, institution, detail, group, adjustment }) => [
      label,
      institution,
      detail,
      group,
      adjustment,
    ]),
    ...slots.flatMap(({ majors }) => majors.map(({ label, text, detail }) => label + text + detail)),
  ];
}

/** Without white space: where a line is broken is the layout's own business. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}
