import type { Violation, ViolationCode, ViolationPlace } from '../../rules/filing/choice-list';
import type { Batch, Section } from '../../rules/pack/rule-pack';
import { joinSubjects } from '../enrolment-plan/plan-group.presenter';
import { agreementField, fieldName } from './choice-list.form';
import { findRuleAnchor, type RuleAnchor } from './rule-anchor';

export interface ShownViolation {
  readonly code: ViolationCode | 'narrowChoice';
  readonly severity: 'block' | 'warn';
  /** Id of the field it stands beside; '' when it concerns the whole list. */
  readonly field: string;
  /** The sentence beside the field. */
  readonly text: string;
  /** The sentence in the summary, with its place named. */
  readonly summary: string;
  /** The paragraph of the rules that a red sentence comes from; '' beside an amber one. */
  readonly rule: RuleAnchor | '';
}

/** What is still to come is no fault while one types; 检查 and save tell of it. */
const STILL_TO_COME: ReadonlySet<ShownViolation['code']> = new Set([
  'emptyList',
  'institutionMissing',
  'groupMissing',
  'majorMissing',
  'postMissing',
  'adjustmentMissing',
  'undertakingNotAgreed',
]);

/** Whether a finding only says what was not typed yet. */
export function isStillToCome({ code }: Pick<ShownViolation, 'code'>): boolean {
  return STILL_TO_COME.has(code);
}

type Values = Violation['values'];

/** The red sentences (manual, chapter three); each says what to do. Unknown codes in the manual's own words. */
const sentences: Record<
  Exclude<ViolationCode, 'notEligible' | 'slotRule' | 'schoolCap' | 'sectionCap'>,
  string
> = {
  emptyList: '没有填写任何志愿信息，不能保存，请先填写志愿！',
  institutionMalformed: '院校代号为{length}位，请检查后重新输入！',
  institutionUnknown: '此院校不存在，请检查院校代号！',
  institutionWithdrawn: '此院校在本批次的招生计划已撤销，不能填报，请改填其他院校！',
  institutionOtherBatch: '此院校存在，但不在本批次招生，请核对招生计划！',
  institutionOtherTrack: '此院校存在，但本批次不招您的科类，请核对招生计划！',
  institutionOtherAudience: '此院校存在，但不招您报名的专业类别，请核对招生计划！',
  institutionMissing: '没有输入院校代号，请先输入院校代号！',
  groupMalformed: '专业组代号为{length}位，请检查后重新输入！',
  groupUnknown: '此院校没有这个专业组，请核对招生计划！',
  groupWithdrawn: '此专业组的招生计划已撤销，不能填报，请改填其他专业组！',
  groupOtherBatch: '此专业组存在，但不在本批次招生，请核对招生计划！',
  groupOtherTrack: '此专业组存在，但本批次不招您的科类，请核对招生计划！',
  groupOtherAudience: '此专业组存在，但不招您报名的专业类别，请核对招生计划！',
  groupMissing: '没有输入专业组代号，请先输入专业组代号！',
  majorMalformed: '专业代号为{length}位，请检查后重新输入！',
  majorUnknown: '此专业不存在!',
  majorOtherGroup:
    '此专业不在本专业组，它属于本校的{group}专业组，一个志愿只能填报一个专业组的专业，请修改！',
  majorWithdrawn: '此专业的招生计划已撤销，不能填报，请改填其他专业！',
  majorOtherBatch: '此专业存在，但不在本批次招生，请核对招生计划！',
  majorOtherTrack: '此专业存在，但本批次不招您的科类，请核对招生计划！',
  majorOtherAudience: '此专业存在，但不招您报名的专业类别，请核对招生计划！',
  majorMissing: '请至少填写{min}个专业！',
  majorGap: '专业必须顺序填报，请先填写此处，再填写后面的专业！',
  majorRepeated: '此专业在本志愿中重复填写，请修改！',
  postMalformed: '岗位代号为{length}位，请检查后重新输入！',
  postUnknown: '此岗位不存在，请核对招生计划！',
  postMissing: '请输入岗位代号！',
  adjustmentMissing: '请选择同意或不同意专业调剂！',
  adjustmentUnexpected: '此志愿没有填写院校和专业，不能选择专业调剂，请清空此志愿！',
  slotGap: '志愿必须顺序填报，请先填写此处，再填写后面的志愿！',
  sectionTimeOver:
    '本栏要在打开填报页面后{minutes}分钟内保存，时间已过，请改回已保存的内容再保存其他志愿栏，之后重新进入填报页面修改本栏！',
  sectionGap: '志愿栏必须顺序填报，请先填写此处，再填写后面的志愿栏！',
  choiceRepeated: '此志愿与{place}重复，请修改或清空！',
  categoriesMixed: '一个志愿里的专业要属于同一类别（例如都是普通，或都是中外合作），请修改！',
  planTypeNotHere: '此专业不能在这里填报，请填写到{sections}！',
  subjectsNotMet: '该专业组要求选考{required}，您未选考{lacking}，不能填报，请改填其他专业组！',
  subjectsUnknown:
    '该专业组要求选考{required}，您的报名信息中没有选考科目，请联系报名所在县（市、区）招办核对！',
  tooManySlots: '此栏最多填写{max}个志愿，请删除多出的志愿！',
  undertakingNotAgreed: '您填报了{name}，保存志愿之前，请先阅读并同意{name}承诺书！',
  tooManyMajors: '每个志愿最多填写{max}个专业，请删除多出的专业！',
};

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ''));
}

/** 化学和生物学, and of several those that lack: 该专业组要求选考化学和生物学，您未选考生物学. */
function nameSubjects({ mode, subjects, missing }: Values): Values {
  if (mode === undefined || subjects === undefined) return {};
  const required = joinSubjects(mode === 'any' ? 'any' : 'all', String(subjects).split('、'));
  return { required, lacking: missing === undefined || missing === subjects ? '' : missing };
}

/** The sentence of a finding; for conditions, slot rules and caps it is data. */
export function presentSentence(violation: Pick<Violation, 'code' | 'values' | 'message'>): string {
  if (violation.message !== undefined)
    return /[。！!]$/.test(violation.message) ? violation.message : `${violation.message}！`;
  const { code, values } = violation;
  if (code === 'institutionMalformed' && String(values.code ?? '').length === values.length)
    return '院校代号中有不能使用的字符，请按招生计划重新输入！';
  const text = (sentences as Partial<Record<ViolationCode, string>>)[code];
  return fill(text ?? '此志愿不符合填报要求，请核对招生计划！', { ...values, ...nameSubjects(values) });
}

/** Findings as they stand beside their fields and in the summary. */
export function presentViolations(batch: Batch, violations: readonly Violation[]): readonly ShownViolation[] {
  return violations.map((violation) => {
    const text = presentSentence({
      ...violation,
      values: { ...violation.values, ...nameOthers(batch, violation) },
    });
    const place = describePlace(batch, violation.at);
    return {
      code: violation.code,
      severity: violation.severity,
      field: fieldOf(violation.at),
      text,
      summary: place === '' ? text : `${place}：${text}`,
      rule: violation.severity === 'block' ? findRuleAnchor(violation.code) : '',
    };
  });
}

/** What a sentence says of another part of the list: which choice is the same, where a plan may be filled in. */
function nameOthers(batch: Batch, { code, values, at }: Violation): Values {
  const here = batch.sections.find((section) => section.code === at.section);
  if (code === 'choiceRepeated' && here !== undefined)
    return { place: slotTitle(here, Number(values.first)) };
  if (code !== 'planTypeNotHere') return {};
  const sections = batch.sections.filter(({ planTypes }) => planTypes.includes(String(values.planType)));
  return { sections: sections.map((one) => `“${shortLabel(one)}”`).join('或') || '计划性质对应的志愿栏' };
}

/** A place of a list: the id of its field, and its name in a sentence. */
export function presentPlace(
  batch: Batch,
  at: ViolationPlace,
): { readonly field: string; readonly place: string } {
  return { field: fieldOf(at), place: describePlace(batch, at) };
}

function fieldOf(at: ViolationPlace): string {
  if (at.undertaking !== undefined) return agreementField(at.undertaking);
  if (at.section === undefined) return '';
  if (at.slot === undefined) return `${at.section}-section`;
  if (at.field === undefined) return fieldName(at.section, at.slot, 'institution');
  return fieldName(at.section, at.slot, at.field, at.major);
}

function describePlace(batch: Batch, at: ViolationPlace): string {
  if (at.undertaking !== undefined) return '承诺书';
  const section = batch.sections.find(({ code }) => code === at.section);
  if (section === undefined) return '';
  const slot = at.slot === undefined ? '' : slotTitle(section, at.slot);
  return `${slot === '' ? shortLabel(section) : slot}${describeField(section, at)}`;
}

/** A section's label without the explanation in brackets. */
function shortLabel(section: Pick<Section, 'label'>): string {
  return section.label.replace(/[（(].*$/u, '');
}

/** 第二志愿 平行志愿1; the slot's label alone where it says as much. */
export function slotTitle(section: Section, slot: number): string {
  const label = section.slotLabels[slot - 1] ?? `第${slot}个志愿`;
  const ofSection = shortLabel(section);
  return ofSection === label || label.startsWith(ofSection) || ofSection.startsWith('平行志愿')
    ? label
    : `${ofSection} ${label}`;
}

function describeField(section: Section, at: ViolationPlace): string {
  switch (at.field) {
    case 'institution':
      return ' 院校代号';
    case 'group':
      return ' 专业组';
    case 'major':
      return ` ${majorLabel(section, at.major ?? 1)}`;
    case 'post':
      return ` 岗位${at.major ?? 1}`;
    case 'adjustment':
      return ' 专业调剂';
    default:
      return '';
  }
}

/** 专业1, 专业2 …; 专业 where a slot has only one. */
export function majorLabel(section: Section, number: number): string {
  return section.majors.max === 1 ? '专业' : `专业${number}`;
}
