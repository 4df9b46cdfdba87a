import { type AskedPage, makeMenu } from '../infrastructure/http/menu';
import type { FrameMenus } from '../infrastructure/http/page-renderer';
import type { Route } from '../infrastructure/http/route';

/** The menu of the candidates' platform in its order: of whoever is signed in, and of whoever is not. */
const labels = {
  candidate: [
    '首页',
    '个人中心',
    '系统信息',
    '信息中心',
    '收件箱',
    '招生计划',
    '志愿草表',
    '我的保存记录',
    '填报指南',
    '微信公众号',
  ],
  visitor: ['首页', '填报指南', '忘记考生号', '忘记密码'],
} as const;

/** @throws where routes and menu name different entries */
export function createCandidateMenus(routes: readonly Route<never>[]): (asked: AskedPage) => FrameMenus {
  const listFor = (who: keyof typeof labels) =>
    makeMenu(
      labels[who],
      routes.filter(({ admits }) => admits === who || admits === 'everybody'),
    );
  const [candidate, visitor] = [listFor('candidate'), listFor('visitor')];
  return (asked) => {
    const present = ({ label, path, isCurrent }: (typeof candidate | typeof visitor)[number]) => ({
      label,
      path,
      current: isCurrent(asked),
    });
    return { candidate: candidate.map(present), visitor: visitor.map(present) };
  };
}
