import type { ProofRoute } from '../../rules/account/proof-route';

/** The ways of 【解决办法】, by name. */
export const routeNames: Readonly<Record<ProofRoute, string>> = {
  app: 'APP自助验证',
  review: '客服协助验证',
  classmates: '大学同班同学协助',
  studentRecord: '提供学籍或学历信息',
};
