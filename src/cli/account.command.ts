import { findAccountByUserName, listAccountsOfNumber } from '../domain/accounts/account.repository';
import { normaliseUserName } from '../domain/accounts/typed-names';
import { listReRegistrations } from '../domain/re-registration/re-registration.repository';
import { createReinstateService, type Reinstatement } from '../domain/re-registration/reinstate.service';
import { formatInstant } from '../infrastructure/format-time';
import { say, sayText } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { lacksReason, readActWords } from './act-words';
import type { Command, CommandContext } from './command';

const sentences: Readonly<Record<Reinstatement, string>> = {
  active: 'is back and owns its number',
  unproved: 'is back, not proved: its number is another account’s, so it goes through 客服协助验证',
  unknown: 'there is no such account',
  notStopped: 'is neither cancelled, nor suspended in favour of another account',
  phoneTaken: 'its phone belongs to another account by now',
};

/** 学信 accounts, for the operator: what became of one, and the way back from 注销. */
export const accountCommand: Command = {
  name: 'account',
  usage: 'account show <user name> | account reinstate <user name> --reason <text>',
  summary: 'show what became of a 学信 account, or take its cancellation or suspension back',
  details: [
    'show prints states, times and user names: no names, numbers, phones.',
    'reinstate gives the number back where nobody has it. Where another account has, the one that comes back is',
    'unproved: it signs in, sends its pictures, and two reviewers decide. The reason is written to 操作记录.',
  ],
  async run(context, [verb, ...args]) {
    const [typed, ...rest] = args;
    if (verb === 'show' && typed !== undefined && rest.length === 0) return show(context, typed);
    const words = verb === 'reinstate' ? readActWords(args) : null;
    const [userName, ...others] = words?.positionals ?? [];
    if (words !== null && userName !== undefined && others.length === 0)
      return lacksReason(context.print, words) ? 2 : reinstate(context, userName, words.reason);
    context.print(say`usage: zhiyuan ${this.usage}`);
    return 2;
  },
};

async function show({ db, print }: CommandContext, typed: string): Promise<number> {
  const account = await findAccountByUserName(db, normaliseUserName(typed));
  if (account === null) {
    print(say`account show: there is no account ${typed}`);
    return 1;
  }
  print([account.userName, account.status, say`registered ${formatInstant(account.createdAt)}`].join('\t'));
  const claims = await listAccountsOfNumber(db, account.identityIndex);
  const names = new Map(claims.map(({ id, userName }) => [id, userName]));
  for (const { id, userName, status } of claims)
    if (id !== account.id) print([say`same number`, userName, status].join('\t'));
  for (const one of await listReRegistrations(db, account.id)) {
    const from = one.oldAccountId === null ? say`nobody` : (names.get(one.oldAccountId) ?? '?');
    const taken = say`${names.get(one.newAccountId) ?? '?'} took it from ${from} by ${one.route}`;
    const end =
      one.objectedAt !== null
        ? say`objected to ${formatInstant(one.objectedAt)}`
        : one.cancelledAt !== null
          ? say`cancelled ${formatInstant(one.cancelledAt)}`
          : say`cancelled from ${formatInstant(one.cancelAt)} on`;
    print([taken, end].join('\t'));
  }
  return 0;
}

async function reinstate(
  { db, config: { secrets }, print }: CommandContext,
  typed: string,
  reason: string,
): Promise<number> {
  const userName = normaliseUserName(typed);
  const service = createReinstateService(db, createCipher(secrets.dataKey, secrets.indexKey));
  const outcome = await service.reinstate(userName, reason);
  const done = outcome === 'active' || outcome === 'unproved';
  print(`${done ? '' : 'account reinstate: '}${userName}: ${sayText(sentences[outcome])}`);
  return done ? 0 : 1;
}
