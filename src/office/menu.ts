import type { OfficerRole } from '../domain/officers/officer';
import { type MenuEntry, makeMenu } from '../infrastructure/http/menu';
import type { Route } from '../infrastructure/http/route';

/** The menu of 招生考试机构工作平台 in its order, with what the home page says each page is for. */
const about = {
  填报时间: '查看各批次的填报时间；省招办可以设置、移动和延长',
  填报进度: '实时查看各县区、学校、班级的登录、填报、放弃、打印情况，下载催填名单',
  规则包: '上传、比较、试算和启用年度规则包',
  招生计划: '查找、调整或撤销招生计划，并通知已填报的考生',
  征集: '批次录取结束后，用剩余计划一次建立征集志愿，由两名工作人员办理；开始填报前可以撤销',
  通知: '向全体考生发布公告，或向选定的考生发送通知',
  应急开关: '只读、暂停保存志愿、暂停新的登录、暂停放行登录排队',
  登录排队: '查看考生登录排队的人数和放行情况，调整放行速度',
  运行情况: '查看各服务进程的请求、登录、保存、等待和备份，以及需要处理的告警',
  数据导入: '导入院校、招生计划、考生、资格、成绩、评语、往年统计和档案状态',
  证据材料: '凭理由调阅一名考生填报的全部记录，查看截止前后一分钟的全部提交',
  志愿恢复: '志愿被他人篡改的，凭报案由两名工作人员恢复到以前保存的内容',
  志愿导出: '填报截止后，由两名工作人员导出有效的志愿',
  工作人员: '查看、建立、停用各级招生考试机构和学校工作人员的账号',
  操作记录: '按人员、操作和日期查看工作人员的全部操作',
  考生服务: '查找考生，办理密码重置、动态密码、手机号码、解冻，解释为什么不能填报',
  纸质志愿录入: '系统故障期间收到的纸质志愿表，由两名工作人员分别录入，一致后保存',
  打印归档: '填报截止后，按班级、学校或全县打印志愿表',
  登记盖章归档: '扫描志愿表条码，登记盖章、归档和承诺书，查看缺少的材料',
  首次登录通知单: '按学校或班级打印首次登录密码通知单',
  身份核验审核: '学信网账号证件重复的，由两名客服分别审核身份证照片；有异议的号码在此处理',
  修改密码: '修改自己的登录密码',
} as const;

/** One entry of the menu and of the home page. */
type OfficeEntry = MenuEntry & { readonly about: string };

/** The entries that a role may open: those whose route admits it. */
export type OfficeMenu = (role: OfficerRole) => readonly OfficeEntry[];

/** @throws where routes and menu name different entries */
export function createOfficeMenu(routes: readonly Route<never>[]): OfficeMenu {
  const entries = makeMenu(Object.keys(about) as (keyof typeof about)[], routes).map((entry) => ({
    ...entry,
    about: about[entry.label],
  }));
  return (role) => entries.filter(({ admits }) => admits.includes(role));
}
