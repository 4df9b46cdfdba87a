import type { EndedSession } from '../../domain/credentials/session-data';
import { formatTimeOfDay } from '../../infrastructure/format-time';

/** Why a session ended that did not end by itself. */
export function presentEnded({ at, address, by }: EndedSession): string {
  const time = formatTimeOfDay(new Date(at));
  if (by === 'dispute') {
    return `您的账号于${time}在另一处（${address}）点击了“不是我操作”，志愿和安全措施已冻结，此处的登录已退出。`;
  }
  if (by === 'account') return `您的学信网账号于${time}退出，此处的登录已同时退出。`;
  return by === 'reset'
    ? `您的登录密码于${time}在另一处（${address}）重置，此处的登录已退出。如果不是您本人操作，请立即重置密码，并与报名所在地招生考试机构联系。`
    : `您的账号于${time}在另一处（${address}）登录，此处的登录已退出。如果不是您本人操作，请立即修改密码。`;
}
