import type { OfficerRole } from '../domain/officers/officer';
import { type AskedPage, type MenuEntry, makeMenu } from '../infrastructure/http/menu';
import type { Route } from '../infrastructure/http/route';

/** What every officer has of their own; it stands in no group. */
const own = { 修改密码: '修改自己的登录密码' } as const;

/** The menu of 招生考试机构工作平台 in its order, by groups, with what the home page says each page is for. */
const groups = {
  填报管理: {
    填报时间: '查看各批次的填报时间；省招办可以设置、移动和延长',
    填报进度: '实时查看各县区、学校、班级的登录、填报、放弃、打印情况，下载催填名单',
    通知: '向全体考生发布公告，或向选定的考生发送通知',
    应急开关: '只读、暂停保存志愿、暂停新的登录、暂停放行登录排队',
    登录排队: '查看考生登录排队的人数和放行情况，调整放行速度',
    运行情况: '查看各服务进程的请求、登录、保存、等待和备份，以及需要处理的告警',
  },
  规则和计划: {
    规则包: '上传、比较、试算和启用年度规则包',
    招生计划: '查找、调整或撤销招生计划，并通知已填报的考生',
    征集: '批次录取结束后，用剩余计划一次建立征集志愿，由两名工作人员办理；开始填报前可以撤销',
    数据导入: '导入院校、招生计划、考生、资格、成绩、评语、往年统计和档案状态',
  },
  志愿材料: {
    证据材料: '凭理由调阅一名考生填报的全部记录，查看截止前后一分钟的全部提交',
    志愿恢复: '志愿被他人篡改的，凭报案由两名工作人员恢复到以前保存的内容',
    志愿导出: '填报截止后，由两名工作人员导出有效的志愿',
  },
  考生和归档: {
    考生服务: '查找考生，办理密码重置、动态密码、手机号码、解冻，解释为什么不能填报',
    柜台码审批: '县区没有第二名工作人员在岗时，批准须两人办理的柜台码，由县区打印',
    纸质志愿录入: '系统故障期间收到的纸质志愿表，由两名工作人员分别录入，一致后保存',
    打印归档: '填报截止后，按班级、学校或全县打印志愿表',
    登记盖章归档: '扫描志愿表条码，登记盖章、归档和承诺书，查看缺少的材料',
    首次登录通知单: '按学校或班级打印首次登录密码通知单',
    身份核验审核: '学信网账号证件重复的，由两名客服分别审核身份证照片；有异议的号码在此处理',
  },
  人员和记录: {
    工作人员: '查看、建立、停用各级招生考试机构和学校工作人员的账号',
    操作记录: '按人员、操作和日期查看工作人员的全部操作',
  },
} as const;

/** How many entries fit one line of 1024 pixels, between 首页 and 退出; a role with more has them by groups. */
const IN_ONE_LINE = 9;

/** One entry of the menu and of the home page. */
type OfficeEntry = MenuEntry & { readonly about: string };

/** Entries that belong together; those without a name stand in the menu one by one. */
interface OfficeMenuGroup {
  readonly name: string | null;
  readonly entries: readonly OfficeEntry[];
}

/** The entries that a role may open: those whose route admits it. */
export type OfficeMenu = (role: OfficerRole) => readonly OfficeMenuGroup[];

/** @throws where routes and menu name different entries */
export function createOfficeMenu(routes: readonly Route<never>[]): OfficeMenu {
  const named = Object.entries<Readonly<Record<string, string>>>(groups);
  const about = Object.assign({}, ...named.map(([, entries]) => entries), own) as Record<string, string>;
  const entries = makeMenu(Object.keys(about), routes).map((entry) => ({
    ...entry,
    about: about[entry.label] ?? '',
  }));
  return (role) => {
    const admitted = entries.filter(({ admits }) => admits.includes(role));
    if (admitted.length <= IN_ONE_LINE) return [{ name: null, entries: admitted }];
    const pick = (labels: object) => admitted.filter(({ label }) => label in labels);
    return [
      ...named.map(([name, labels]) => ({ name, entries: pick(labels) })),
      { name: null, entries: pick(own) },
    ].filter((group) => group.entries.length > 0);
  };
}

interface ShownEntry {
  readonly label: string;
  readonly path: string;
  readonly current: boolean;
}

/** The menu as a page shows it: one line, and beneath it the entries of the group that the page belongs to. */
interface ShownMenu {
  /** A group stands here by its name and leads to its first page. */
  readonly line: readonly (ShownEntry & { readonly isGroup: boolean })[];
  readonly group: { readonly name: string; readonly entries: readonly ShownEntry[] } | null;
}

/** How a page at this address shows a menu. */
export function showMenu(menu: readonly OfficeMenuGroup[], asked: AskedPage): ShownMenu {
  const shown = menu.map(({ name, entries }) => ({
    name,
    entries: entries.map((entry) => ({
      label: entry.label,
      path: entry.path,
      current: entry.isCurrent(asked),
    })),
  }));
  const line = shown.flatMap(({ name, entries }) => {
    if (name === null) return entries.map((entry) => ({ ...entry, isGroup: false }));
    const current = entries.some((entry) => entry.current);
    return [{ label: name, path: entries[0]?.path ?? '', current, isGroup: true }];
  });
  const found = shown.find(({ name, entries }) => name !== null && entries.some(({ current }) => current));
  return {
    line,
    group: found === undefined ? null : { name: found.name ?? '', entries: found.entries },
  };
}
