import { FILE_STATES } from '../../../domain/candidates/file-state';
import { roleNames } from '../../../domain/officers/officer.presenter';
import type { Coded, RulePack } from '../../../rules/pack/rule-pack';
import type { KindCode, ShownColumn } from '../kind';
import { registrationFacts } from './registration-facts';
import { scoreFacts } from './score-facts';

const plain = (heading: string, column: string): ShownColumn => ({ heading, column });
const candidate = [plain('考生号', 'candidate_number'), plain('姓名', 'name')];
const SEXES: Readonly<Record<string, string>> = { male: '男', female: '女' };
const ROLE_NAMES: Readonly<Record<string, string>> = roleNames;
const EVALUATIONS: Readonly<Record<string, string>> = { comment: '考生评语', integrity: '诚信档案' };
const factNames = new Map<string, string>(
  [...registrationFacts, ...scoreFacts].map(({ fact, heading }) => [fact, heading]),
);

/** What a dry run shows of the records of a kind, in words. */
export function listShownColumns(kind: KindCode, pack: RulePack): readonly ShownColumn[] {
  return columns[kind](pack);
}

const columns: Readonly<Record<KindCode, (pack: RulePack) => readonly ShownColumn[]>> = {
  places: () => [plain('代码', 'code'), plain('名称', 'name')],
  institutions: () => [
    plain('院校代号', 'code'),
    plain('院校名称', 'name'),
    plain('省市', 'province'),
    plain('城市', 'city'),
  ],
  plans: (pack) => [
    named('批次', 'batch_code', pack.batches),
    named('科类', 'tracks[]', pack.tracks),
    plain('院校代号', 'institution_code'),
    plain('院校专业组', 'group_code'),
    plain('选科要求', 'group_requirement'),
    plain('专业代号', 'major_code'),
    plain('专业名称', 'major_name'),
    plain('类别', 'category'),
    named('计划性质', 'plan_type', pack.planTypes),
    plain('计划数', 'quota'),
    plain('学费', 'tuition_yuan'),
    plain('学制', 'length_years'),
    plain('备注', 'note'),
  ],
  candidates: (pack) => [
    ...candidate,
    { ...plain('性别', 'sex'), present: (sex) => SEXES[sex] ?? sex },
    plain('出生日期', 'born_on'),
    plain('民族', 'ethnicity'),
    named('考生类别', 'kind', pack.candidateKinds),
    named('科类', 'track', pack.tracks),
    plain('县区', 'county_name'),
    plain('学校代码', 'school_code'),
    plain('学校', 'school_name'),
    plain('班级', 'class_name'),
    plain('报名序号', 'registration_number'),
    facts,
  ],
  qualifications: () => [...candidate, plain('资格名单', 'list')],
  scores: () => [...candidate, facts],
  evaluations: () => [
    ...candidate,
    { ...plain('类别', 'kind'), present: (kind) => EVALUATIONS[kind] ?? kind },
    plain('日期', 'recorded_on'),
    plain('单位', 'recorded_by'),
    plain('内容', 'body'),
  ],
  statistics: () => [
    plain('院校代号', 'institution_code'),
    plain('院校名称', 'institution_name'),
    plain('年度', 'year'),
    plain('批次', 'batch_name'),
    plain('科类', 'track_name'),
    plain('计划数', 'planned'),
    plain('录取数', 'admitted'),
    plain('最高分', 'highest_score'),
    plain('平均分', 'average_score'),
    plain('最低分', 'lowest_score'),
    plain('最低位次', 'lowest_rank'),
    plain('院校专业组', 'group_code'),
    plain('专业名称', 'major_name'),
  ],
  segments: () => [
    plain('年度', 'year'),
    plain('科类', 'track_name'),
    plain('分数', 'score'),
    plain('本段人数', 'people'),
    plain('累计人数', 'reached'),
  ],
  fileStates: (pack) => [
    ...candidate,
    named('批次', 'heading_code', pack.headings),
    { ...plain('档案状态', 'state'), present: (state) => FILE_STATES.find((one) => one === state) ?? state },
    plain('院校代号', 'institution_code'),
    plain('院校名称', 'institution_name'),
  ],
  officers: () => [
    plain('登录名', 'sign_in_name'),
    plain('姓名', 'name'),
    { ...plain('角色', 'role'), present: (role) => ROLE_NAMES[role] ?? role },
    plain('单位', 'place_name'),
    plain('市代码', 'city_code'),
    plain('县区代码', 'county_code'),
    plain('学校代码', 'school_code'),
  ],
};

/** Codes of the pack by their names; several of them with 、 between. */
function named(heading: string, column: string, list: readonly Coded[]): ShownColumn {
  const names = new Map(list.map(({ code, name }) => [code, name]));
  return {
    heading,
    column,
    present: (stored) =>
      stored
        .split('、')
        .map((code) => names.get(code) ?? code)
        .join('、'),
  };
}

const facts: ShownColumn = {
  heading: '成绩与其他',
  column: 'facts',
  present: (stored) =>
    Object.entries(JSON.parse(stored) as Record<string, unknown>)
      .flatMap(([fact, value]) => {
        const name = factNames.get(fact);
        return name === undefined || isNothing(value) ? [] : [`${name} ${present(value)}`];
      })
      .join('，'),
};

const isNothing = (value: unknown) =>
  value === '' || value === false || (Array.isArray(value) && value.length === 0);

function present(value: unknown): string {
  if (Array.isArray(value)) return value.join('、');
  return value === true ? '是' : String(value);
}
