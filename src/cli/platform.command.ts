import { parseArgs } from 'node:util';
import { formatInstant } from '../format-time';
import {
  findPlatformFaults,
  issuerOf,
  listPlatforms,
  type Platform,
  type PlatformFault,
  platformScopes,
  registerPlatform,
  unregisterPlatform,
} from '../platforms';
import { say, sayText } from '../say';
import { createCipher } from '../security/cipher';
import type { Command, CommandContext } from './command';

const usage = `platform add --code <code> --name <name> --home <address> --return <address>… [--sign-out <address>…] [--back-channel <address>] [--sees profile,identity]
  platform list
  platform remove <code>`;

const options = {
  code: { type: 'string' },
  name: { type: 'string' },
  home: { type: 'string' },
  return: { type: 'string', multiple: true },
  'sign-out': { type: 'string', multiple: true },
  'back-channel': { type: 'string' },
  sees: { type: 'string' },
} as const;

const flags: Readonly<Record<PlatformFault['field'], string>> = {
  code: '--code',
  name: '--name',
  home: '--home',
  return: '--return',
  signOut: '--sign-out',
  backChannel: '--back-channel',
};

const sentences: Readonly<Record<PlatformFault['fault'], string>> = {
  missing: 'is required',
  shape: 'has not the right shape',
  notHttps: 'must be https: http serves this machine alone',
  inside:
    'leads to this machine, a private network or another address of special use, and this server would call it: name address and port in OUTBOUND_ALLOW if that is meant',
};

/** The register of platforms that accept 学信 accounts; a running server follows at once. */
export const platformCommand: Command = {
  name: 'platform',
  usage,
  summary: 'register, list and remove the platforms at which 学信 accounts sign in (OpenID Connect)',
  details: [
    'Addresses are complete and https. --return: where codes go, to the letter. --sign-out: where a browser may be',
    'sent after 退出. --back-channel: where this server tells that a session ended. --sees: profile is 姓名, identity',
    'is the 证件号码 masked; the subject alone where it is left out. The secret is shown once; a code is never given',
    'again. Removing one ends its tokens at once; what people consented to ends with it.',
  ],
  async run(context, [verb, ...args]) {
    if (verb === 'add') return add(context, args);
    if (verb === 'list' && args.length === 0) return list(context);
    const [code, ...rest] = args;
    if (verb === 'remove' && code !== undefined && rest.length === 0) return remove(context, code);
    return explain(context);
  },
};

function explain({ print }: CommandContext): number {
  print(say`usage: zhiyuan ${usage}`);
  return 2;
}

/** Null for words that are no words of this verb. */
function readPlatform(args: readonly string[]): Omit<Platform, 'kind'> | null {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const sees = (values.sees ?? '').split(',').filter((scope) => scope !== '');
    const known: readonly string[] = platformScopes;
    if (sees.some((scope) => !known.includes(scope))) return null;
    return {
      code: values.code ?? '',
      name: values.name ?? '',
      homeUri: values.home ?? '',
      redirectUris: values.return ?? [],
      signOutUris: values['sign-out'] ?? [],
      backChannelUri: values['back-channel'] ?? null,
      scopes: platformScopes.filter((scope) => scope === 'openid' || sees.includes(scope)),
    };
  } catch {
    return null;
  }
}

async function add(context: CommandContext, args: readonly string[]): Promise<number> {
  const { db, config, print } = context;
  const platform = readPlatform(args);
  if (platform === null) return explain(context);
  const faults = findPlatformFaults(platform, config.outboundAllow);
  for (const { field, fault } of faults) print(`platform add: ${flags[field]} ${sayText(sentences[fault])}`);
  if (faults.length > 0) return 2;
  const { dataKey, indexKey } = config.secrets;
  const secret = await registerPlatform(db, createCipher(dataKey, indexKey), platform);
  if (secret === null) {
    print(say`platform add: the code ${platform.code} is taken, or was`);
    return 1;
  }
  print(say`issuer         ${issuerOf(config.publicUrl)}`);
  print(say`client id      ${platform.code}`);
  print(say`client secret  ${secret}`);
  print(say`Shown once. Code flow with PKCE (S256), client_secret_basic or _post, tokens signed ES256.`);
  return 0;
}

async function list({ db, config, print }: CommandContext): Promise<number> {
  for (const { code, kind, name, scopes, redirectUris, createdAt } of await listPlatforms(db)) {
    if (kind === 'demo' && config.environment !== 'demo') continue;
    print([code, kind, name, scopes.join(' '), redirectUris.join(' '), formatInstant(createdAt)].join('\t'));
  }
  return 0;
}

async function remove({ db, print }: CommandContext, code: string): Promise<number> {
  if (!(await unregisterPlatform(db, code))) {
    print(say`platform remove: there is no platform ${code} of somebody else's`);
    return 1;
  }
  print(say`${code} is removed`);
  return 0;
}
