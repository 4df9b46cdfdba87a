import type { OfficerRole } from '../domain/officers/officer';

/** One entry of the menu and of the home page of 招生考试机构工作平台, for the roles that may open it. */
interface MenuEntry {
  readonly label: string;
  /** The entry is current on this page and on all below it. */
  readonly path: string;
  readonly roles: readonly OfficerRole[];
  /** What the home page says it is for. */
  readonly about: string;
}

const everyOffice: readonly OfficerRole[] = ['school', 'county', 'city', 'province', 'auditor'];
const everyRole: readonly OfficerRole[] = [...everyOffice, 'reviewer'];

const officeMenu: readonly MenuEntry[] = [
  {
    label: '填报时间',
    path: '/office/windows',
    roles: ['county', 'city', 'province', 'auditor'],
    about: '查看各批次的填报时间；省招办可以设置、移动和延长',
  },
  {
    label: '填报进度',
    path: '/office/coverage',
    roles: everyOffice,
    about: '实时查看各县区、学校、班级的登录、填报、放弃、打印情况，下载催填名单',
  },
  {
    label: '规则包',
    path: '/office/rule-packs',
    roles: ['province', 'auditor'],
    about: '上传、比较、试算和启用年度规则包',
  },
  {
    label: '招生计划',
    path: '/office/plans',
    roles: ['province', 'auditor'],
    about: '查找、调整或撤销招生计划，并通知已填报的考生',
  },
  {
    label: '通知',
    path: '/office/mails',
    roles: ['province', 'auditor'],
    about: '向全体考生发布公告，或向选定的考生发送通知',
  },
  {
    label: '应急开关',
    path: '/office/switches',
    roles: ['province', 'auditor'],
    about: '只读、暂停保存志愿、暂停新的登录',
  },
  {
    label: '数据导入',
    path: '/office/imports',
    roles: ['province'],
    about: '导入院校、招生计划、考生、资格、成绩、评语、往年统计和档案状态',
  },
  {
    label: '证据材料',
    path: '/office/evidence',
    roles: ['county', 'province', 'auditor'],
    about: '凭理由调阅一名考生填报的全部记录，查看截止前后一分钟的全部提交',
  },
  {
    label: '志愿恢复',
    path: '/office/restorations',
    roles: ['province', 'auditor'],
    about: '志愿被他人篡改的，凭报案由两名工作人员恢复到以前保存的内容',
  },
  {
    label: '志愿导出',
    path: '/office/exports',
    roles: ['province', 'auditor'],
    about: '填报截止后，由两名工作人员导出有效的志愿',
  },
  {
    label: '工作人员',
    path: '/office/officers',
    roles: ['province', 'auditor'],
    about: '查看、建立、停用各级招生考试机构和学校工作人员的账号',
  },
  {
    label: '操作记录',
    path: '/office/audit',
    roles: ['province', 'auditor'],
    about: '按人员、操作和日期查看工作人员的全部操作',
  },
  {
    label: '考生服务',
    path: '/office/counter',
    roles: ['county'],
    about: '查找考生，办理密码重置、动态密码、手机号码、解冻，解释为什么不能填报',
  },
  {
    label: '纸质志愿录入',
    path: '/office/paper-drafts',
    roles: ['county'],
    about: '系统故障期间收到的纸质志愿表，由两名工作人员分别录入，一致后保存',
  },
  {
    label: '打印归档',
    path: '/office/printing',
    roles: ['county'],
    about: '填报截止后，按班级、学校或全县打印志愿表',
  },
  {
    label: '登记盖章归档',
    path: '/office/receipts',
    roles: ['county'],
    about: '扫描志愿表条码，登记盖章、归档和承诺书，查看缺少的材料',
  },
  {
    label: '首次登录通知单',
    path: '/office/letters',
    roles: ['county'],
    about: '按学校或班级打印首次登录密码通知单',
  },
  {
    label: '身份核验审核',
    path: '/office/reviews',
    roles: ['reviewer'],
    about: '学信网账号证件重复的，由两名客服分别审核身份证照片；有异议的号码在此处理',
  },
  {
    label: '修改密码',
    path: '/office/password',
    roles: everyRole,
    about: '修改自己的登录密码',
  },
];

/** The entries that a role may open. */
export function listMenu(role: OfficerRole): readonly MenuEntry[] {
  return officeMenu.filter(({ roles }) => roles.includes(role));
}
