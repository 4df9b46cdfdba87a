import type { ColumnDefinition } from '../column';
import { requirementColumns } from './plan-requirements';
import { ownershipColumn, schoolTypeColumn } from './school-kind';

/** 招生计划: headings of the lists of provinces, of the official aid (yxdh, zyzh, …) and of other sheets. */
export const planColumns: readonly ColumnDefinition[] = [
  { code: 'year', heading: '年度', synonyms: ['年份'] },
  {
    code: 'province',
    heading: '招生省份',
    synonyms: ['生源省份', '生源地', '招生地区', '省份'],
    takenOnly: true,
  },
  {
    code: 'batch',
    heading: '批次',
    synonyms: ['批次名称', '录取批次', '批次代号', '批次代码', 'pcdm'],
    required: true,
  },
  {
    code: 'tracks',
    heading: '科类',
    synonyms: ['科类名称', '科类代号', '计划科类', '首选科目', 'kldm'],
    required: true,
  },
  { code: 'audience', heading: '限报类别', synonyms: ['报考专业', '专业类别', '对口类别'] },
  {
    code: 'institution',
    heading: '院校代号',
    synonyms: ['院校代码', '学校代号', '学校代码', 'yxdh'],
    joined: ['院校代号及名称', '院校代码及名称'],
    required: true,
    named: 'institutionName',
  },
  { code: 'institutionName', heading: '院校名称', synonyms: ['学校名称', 'schoolName'] },
  ownershipColumn,
  schoolTypeColumn,
  {
    code: 'group',
    heading: '院校专业组',
    synonyms: ['专业组', '专业组代号', '专业组代码', '院校专业组代号', '院校专业组代码', 'zyzh'],
  },
  { code: 'groupName', heading: '专业组名称', synonyms: ['院校专业组名称', 'zyzhmc'] },
  {
    code: 'groupQuota',
    heading: '专业组计划数',
    synonyms: ['专业组计划', '专业组计划人数', '专业组招生计划数', '组计划数', 'zyzJhrs'],
  },
  {
    code: 'requirement',
    heading: '选科要求',
    synonyms: [
      '选考科目要求',
      '科目要求',
      '选考要求',
      '考试科目要求',
      '再选科目要求',
      '再选科目',
      'kskmyqzw',
    ],
  },
  {
    code: 'requirementCode',
    heading: '选科要求代码',
    synonyms: ['选科要求代号', '选考科目要求代码', '科目要求代码', 'kskmyq'],
    takenOnly: true,
  },
  { code: 'groupNote', heading: '专业组备注', prose: true },
  {
    code: 'major',
    heading: '专业代号',
    synonyms: ['专业代码', 'zydh'],
    joined: ['专业代号及名称', '专业代码及名称'],
    required: true,
    named: 'majorName',
  },
  {
    code: 'majorName',
    heading: '专业名称',
    surer: ['专业全称'],
    synonyms: ['专业', 'zymc'],
    required: true,
  },
  { code: 'direction', heading: '专业方向', synonyms: ['zyfx'], takenOnly: true },
  { code: 'post', heading: '岗位代号', synonyms: ['岗位代码', '岗位'] },
  { code: 'category', heading: '类别', synonyms: ['计划类别'] },
  { code: 'planType', heading: '计划性质', synonyms: ['计划类型', '计划性质名称'] },
  { code: 'enrolment', heading: '招生类型', synonyms: ['招生类别'], takenOnly: true },
  {
    code: 'quota',
    heading: '计划数',
    synonyms: ['招生计划数', '计划人数', '招生人数', '招生计划', 'jhrs'],
    required: true,
  },
  {
    code: 'tuition',
    heading: '学费',
    synonyms: ['学费(元/年)', '收费标准', '收费标准(元/年)', '学费标准', 'sfbz'],
  },
  { code: 'length', heading: '学制', synonyms: ['学制(年)', '学习年限', 'xznx'] },
  { code: 'note', heading: '备注', synonyms: ['专业备注', '说明'], prose: true },
  ...requirementColumns,
];
