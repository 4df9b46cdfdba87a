import { listNamePinyin } from '../../domain/identity/name-pinyin';
import type { Officer } from '../../domain/officers/officer';

/** What an officer's password must hold no part of: the 登录名, and the name in pinyin. */
export const listOfficerFacts = ({
  signInName,
  name,
}: Pick<Officer, 'signInName' | 'name'>): readonly string[] => [signInName, ...listNamePinyin(name)];
