import { parseArgs } from 'node:util';
import { type Platform, platformScopes } from '../account/platforms/platform';
import { findPlatform, listPlatforms } from '../account/platforms/platform.repository';
import {
  editPlatform,
  endFormerSecret,
  type PlatformChange,
  rotateSecret,
} from '../account/platforms/platform-changes';
import { issuerOf } from '../account/platforms/provider';
import {
  findPlatformFaults,
  type PlatformFault,
  registerPlatform,
  unregisterPlatform,
} from '../account/platforms/registration';
import { formatInstant } from '../infrastructure/format-time';
import { say, sayText } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { findPublicUrl } from '../operations/installation';
import type { Command, CommandContext } from './command';

const usage = `platform add --code <code> --name <name> --home <address> --return <address>… [--sign-out <address>…] [--back-channel <address>] [--sees profile,identity]
  platform edit <code> [--name <name>] [--home <address>] [--return <address>…] [--sign-out <address>…|none] [--back-channel <address>|none] [--sees profile,identity|none]
  platform rotate <code>
  platform end-old-secret <code>
  platform list
  platform show <code>
  platform remove <code>`;

const NONE = 'none';

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
  summary: 'register, change, list and remove the platforms at which 学信 accounts sign in (OpenID Connect)',
  details: [
    'Addresses are complete and https. --return: where codes go, to the letter. --sign-out: where a browser may be',
    'sent after 退出. --back-channel: where this server tells that a session ended. --sees: profile is 姓名, identity',
    'is the 证件号码 masked; the subject alone where it is left out. The secret is shown once; a code is never given',
    'again. Removing one ends its tokens at once; what people consented to ends with it.',
    'edit changes what is named and leaves the rest; none empties --sign-out, --back-channel or --sees. rotate gives a',
    'second secret beside the first: put it into the platform, then end-old-secret ends the first.',
  ],
  async run(context, [verb, ...args]) {
    if (verb === 'add') return add(context, args);
    if (verb === 'list' && args.length === 0) return list(context);
    const [code, ...rest] = args;
    if (verb === 'edit' && code !== undefined) return edit(context, code, rest);
    const act = verb === undefined ? undefined : acts.get(verb);
    return act === undefined || code === undefined || rest.length > 0 ? explain(context) : act(context, code);
  },
};

/** What is done with one platform by its code alone. */
const acts: ReadonlyMap<string, (context: CommandContext, code: string) => Promise<number>> = new Map([
  ['show', show],
  ['rotate', rotate],
  ['end-old-secret', endOldSecret],
  ['remove', remove],
]);

function explain({ print }: CommandContext): number {
  print(say`usage: zhiyuan ${usage}`);
  return 2;
}

function sayUnknown({ print }: CommandContext, code: string): number {
  print(say`platform: there is no platform ${code} of somebody else's`);
  return 1;
}

/** What stands behind the flags, without those that are left out; null for words that are no words of this verb. */
function readChange(args: readonly string[]): (PlatformChange & { readonly code?: string }) | null {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const { code, name, home: homeUri, return: redirectUris, sees } = values;
    const { 'sign-out': signOutUris, 'back-channel': backChannelUri } = values;
    const scopes = sees === undefined ? undefined : readScopes(sees);
    if (scopes === null) return null;
    return {
      ...(code !== undefined && { code }),
      ...(name !== undefined && { name }),
      ...(homeUri !== undefined && { homeUri }),
      ...(redirectUris !== undefined && { redirectUris }),
      ...(signOutUris !== undefined && { signOutUris: signOutUris.filter((uri) => uri !== NONE) }),
      ...(backChannelUri !== undefined && {
        backChannelUri: backChannelUri === NONE ? null : backChannelUri,
      }),
      ...(scopes !== undefined && { scopes }),
    };
  } catch {
    return null;
  }
}

function readScopes(sees: string): Platform['scopes'] | null {
  const named = sees === NONE ? [] : sees.split(',').filter((scope) => scope !== '');
  const known: readonly string[] = platformScopes;
  if (named.some((scope) => !known.includes(scope))) return null;
  return platformScopes.filter((scope) => scope === 'openid' || named.includes(scope));
}

function tellFaults({ print }: CommandContext, verb: string, faults: readonly PlatformFault[]): number {
  for (const { field, fault } of faults)
    print(`platform ${verb}: ${flags[field]} ${sayText(sentences[fault])}`);
  return 2;
}

/** The address that platforms are to know: that of the server, whatever the settings of this command say. */
async function printIssuer({ db, config, print }: CommandContext): Promise<void> {
  const known = await findPublicUrl(db);
  print(say`issuer         ${issuerOf(known ?? config.publicUrl)}`);
  if (known === null)
    print(say`Issuer by PUBLIC_URL of this command: no server was started on this database yet.`);
}

const openCipher = ({ config }: CommandContext) =>
  createCipher(config.secrets.dataKey, config.secrets.indexKey);

async function add(context: CommandContext, args: readonly string[]): Promise<number> {
  const { db, config, print } = context;
  const given = readChange(args);
  if (given === null) return explain(context);
  const platform: Omit<Platform, 'kind'> = {
    code: '',
    name: '',
    homeUri: '',
    redirectUris: [],
    signOutUris: [],
    backChannelUri: null,
    scopes: ['openid'],
    ...given,
  };
  const faults = findPlatformFaults(platform, config.outboundAllow);
  if (faults.length > 0) return tellFaults(context, 'add', faults);
  const secret = await registerPlatform(db, openCipher(context), platform);
  if (secret === null) {
    print(say`platform add: the code ${platform.code} is taken, or was`);
    return 1;
  }
  await printIssuer(context);
  print(say`client id      ${platform.code}`);
  print(say`client secret  ${secret}`);
  print(say`Shown once. Code flow with PKCE (S256), client_secret_basic or _post, tokens signed ES256.`);
  return 0;
}

async function edit(context: CommandContext, code: string, args: readonly string[]): Promise<number> {
  const { db, config, print } = context;
  const change = readChange(args);
  if (change === null || change.code !== undefined || Object.keys(change).length === 0)
    return explain(context);
  const result = await editPlatform(db, code, change, config.outboundAllow);
  if (result.outcome === 'unknown') return sayUnknown(context, code);
  if (result.outcome === 'faulty') return tellFaults(context, 'edit', result.faults);
  if (result.fields.length === 0) print(say`${code} stands so already`);
  else print(say`${code} is changed: ${result.fields.map((field) => fieldFlags[field] ?? field).join(' ')}`);
  return 0;
}

const fieldFlags: Readonly<Record<string, string>> = {
  name: '--name',
  homeUri: '--home',
  redirectUris: '--return',
  signOutUris: '--sign-out',
  backChannelUri: '--back-channel',
  scopes: '--sees',
};

async function rotate(context: CommandContext, code: string): Promise<number> {
  const { db, print } = context;
  const result = await rotateSecret(db, openCipher(context), code);
  if (result.outcome === 'unknown') return sayUnknown(context, code);
  if (result.outcome === 'twoAlready') {
    print(
      say`platform rotate: the secret before the newest of ${code} serves still; end it first: platform end-old-secret ${code}`,
    );
    return 1;
  }
  print(say`client secret  ${result.secret}`);
  print(say`Shown once. The old secret serves too, until: platform end-old-secret ${code}`);
  return 0;
}

async function endOldSecret(context: CommandContext, code: string): Promise<number> {
  const outcome = await endFormerSecret(context.db, code);
  if (outcome === 'unknown') return sayUnknown(context, code);
  if (outcome === 'oneAlone') {
    context.print(say`platform end-old-secret: ${code} has one secret alone`);
    return 1;
  }
  context.print(say`the old secret of ${code} is ended`);
  return 0;
}

async function show(context: CommandContext, code: string): Promise<number> {
  const { db, config, print } = context;
  const platform = await findPlatform(db, code);
  if (platform === null || (platform.kind === 'demo' && config.environment !== 'demo')) {
    print(say`platform: there is no platform ${code}`);
    return 1;
  }
  await printIssuer(context);
  print(say`client id      ${platform.code}`);
  print(say`name           ${platform.name}`);
  print(say`home           ${platform.homeUri}`);
  for (const uri of platform.redirectUris) print(say`return         ${uri}`);
  for (const uri of platform.signOutUris) print(say`sign-out       ${uri}`);
  if (platform.backChannelUri !== null) print(say`back-channel   ${platform.backChannelUri}`);
  print(say`sees           ${platform.scopes.join(' ')}`);
  print(say`secrets        ${platform.formerSecretCipher === null ? 1 : 2}`);
  return 0;
}

async function list({ db, config, print }: CommandContext): Promise<number> {
  for (const { code, kind, name, scopes, redirectUris, createdAt } of await listPlatforms(db)) {
    if (kind === 'demo' && config.environment !== 'demo') continue;
    print([code, kind, name, scopes.join(' '), redirectUris.join(' '), formatInstant(createdAt)].join('\t'));
  }
  return 0;
}

async function remove(context: CommandContext, code: string): Promise<number> {
  if (!(await unregisterPlatform(context.db, code))) return sayUnknown(context, code);
  context.print(say`${code} is removed`);
  return 0;
}
