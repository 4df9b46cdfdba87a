import type { Knex } from 'knex';
import type { AlarmKind, AlarmRow } from '../../domain/credentials/alarm.repository';
import type { SprayAlarms } from '../../domain/credentials/spray-alarms';
import { formatInstant } from '../../infrastructure/format-time';
import type { OfficerHandler } from '../as-officer';
import { countHeldOfOthers } from './held-secret.repository';

const sentences: Readonly<Record<AlarmKind, string>> = {
  samePassword: '同一个错误密码在许多账号上尝试登录',
  oneNetwork: '同一网络有许多账号登录失败',
  everywhere: '许多账号在许多网络登录失败，明显多于平时',
  drift: '保存的志愿与账本、次数、消息或统计不一致，由系统管理员核对',
};

/** 工作平台首页: what this role can do, and for the province the alarms of the last week and what waits for 核准. */
export function createOfficeHome(db: Knex, alarms: SprayAlarms): OfficerHandler {
  return async (visit) => {
    const { id, role } = visit.officer;
    const rows = role === 'province' || role === 'auditor' ? await alarms.list() : [];
    visit.render('office/officers/home', {
      groups: visit.menu,
      alarms: rows.map(presentAlarm),
      held: role === 'province' ? await countHeldOfOthers(db, id) : 0,
    });
  };
}

function presentAlarm({ kind, beganAt, seenAt, inForce, detail }: AlarmRow) {
  const network = typeof detail.network === 'string' ? `（网络 ${detail.network}）` : '';
  return {
    text: `${sentences[kind]}${network}`,
    beganAt: formatInstant(beganAt),
    seenAt: formatInstant(seenAt),
    inForce,
    pictures: inForce && (kind === 'samePassword' || kind === 'everywhere'),
  };
}
