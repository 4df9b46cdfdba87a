import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { findLanguage, type Language } from '../language/say';
import type { AllowedTarget } from '../security/special-address';
import {
  type AccountSettings,
  accountVariables,
  listAccountFaults,
  toAccountSettings,
} from './account-settings';
import { type AlarmSettings, alarmVariables, toAlarmSettings } from './alarm-settings';
import { findDataFolder, shippedPack, url, wholeNumber } from './config-fields';
import {
  type HttpSettings,
  listMessageFaults,
  messageVariables,
  type SmsSettings,
  toEmailSettings,
  toSmsSettings,
  toWechatSettings,
  type WechatSettings,
} from './message-settings';
import { listOutboundFaults, outboundVariables, toOutboundAllow } from './outbound-settings';
import { listRedisFaults, type RedisSettings, redisVariables, toRedisSettings } from './redis-settings';
import { type RetentionSettings, retentionVariables, toRetentionSettings } from './retention-settings';
import { listUnsafePlaces } from './safe-places';
import {
  type AlipaySettings,
  listScanFaults,
  scanVariables,
  toAlipaySettings,
  toWechatLoginSettings,
  type WechatLoginSettings,
} from './scan-settings';
import { demoSecrets, listUnsafeSecrets, type Secrets, secretVariables, toSecrets } from './secret-settings';
import { type SignInSettings, signInVariables, toSignInSettings } from './sign-in-settings';

export type EnvironmentName = 'demo' | 'drill' | 'live';

export interface Config {
  readonly environment: EnvironmentName;
  readonly port: number;
  /** Processes behind the port. */
  readonly processes: number;
  /** Of a process that the supervisor has started: which one, counted from 0, and whether it says where the platform is. */
  readonly place: number;
  readonly announces: boolean;
  /** Whether a supervisor (systemd's .socket unit) hands on a socket that listens: it stands in the place of host and port. */
  readonly listensAtHandedSocket: boolean;
  readonly host: string;
  readonly publicUrl: URL;
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  /** Code of the shipped rule pack that an empty installation begins with; null: that of the manual. */
  readonly firstPack: string | null;
  /** Where backups go; null: nowhere. */
  readonly backups: BackupSettings | null;
  /** Outside PostgreSQL (15 or later); null starts the embedded one. */
  readonly databaseUrl: string | null;
  /** The same as the owner of its tables, for migrations; null: as DATABASE_URL. */
  readonly databaseOwnerUrl: string | null;
  readonly databasePoolSize: number;
  /** Redis for sessions; null keeps them in PostgreSQL. */
  readonly redis: RedisSettings | null;
  readonly logLevel: string;
  /** The longest list that may be uploaded, in megabytes; longer ones go by the operator's command. */
  readonly importMaxMegabytes: number;
  /** Days for which an officer's account is taken for that of whoever made it, where two persons are asked for. */
  readonly officersApartDays: number;
  /** Font files of the office for characters of names that no font of ours draws. */
  readonly printFonts: readonly string[];
  readonly sms: SmsSettings;
  /** Whether the SMS gateway puts 【…】 in front itself; else we do. */
  readonly smsSignedByGateway: boolean;
  /** How e-mails leave; null: e-mail is not offered, or in the demo shown on its page. */
  readonly email: HttpSettings | null;
  /** The official account; null: none, or in the demo the simulated one. */
  readonly wechat: WechatSettings | null;
  /** 微信 for signing in to the account centre; null: none, or in the demo the simulated one. */
  readonly wechatLogin: WechatLoginSettings | null;
  /** 支付宝, likewise. */
  readonly alipay: AlipaySettings | null;
  /** What this process may call although it is no public address. */
  readonly outboundAllow: readonly AllowedTarget[];
  /** The routes of 【解决办法】. */
  readonly accounts: AccountSettings;
  readonly retention: RetentionSettings;
  readonly alarms: AlarmSettings;
  /** Delay of the event loop in milliseconds from which what can wait is refused; 0: never. */
  readonly shedLoadMs: number;
  /** From when on candidates wait in line before 登录. */
  readonly signIns: SignInSettings;
  /** Port of 127.0.0.1 at which metrics are read; null: none. */
  readonly metricsPort: number | null;
  readonly secrets: Secrets;
}

export interface BackupSettings {
  readonly folder: string;
  /** Days for which they are kept; the newest two stay. */
  readonly keepDays: number;
  /** Where an outside server is copied from, as a role that replicates; null: nowhere. */
  readonly outsideUrl: string | null;
  /** Folder of the programs of that server's version; null: where systems have them. */
  readonly programs: string | null;
}

/** Every fault of the configuration at once; each line names its variable. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join('\n')}`,
    );
  }
}

const MOST_PROCESSES = 64;

const proxy = z.string().refine((value) => {
  const [address = '', bits = '0'] = value.split('/');
  return (
    ['loopback', 'linklocal', 'uniquelocal'].includes(value) || (isIP(address) > 0 && /^\d{1,3}$/.test(bits))
  );
}, 'must be an address, a range such as 10.0.0.0/8, or loopback, linklocal, uniquelocal');

const schema = z.object({
  ENVIRONMENT: z.enum(['demo', 'drill', 'live'], { error: 'must be demo, drill or live' }).default('demo'),
  PORT: wholeNumber(0, 65535).default(3000),
  WEB_CONCURRENCY: wholeNumber(1, MOST_PROCESSES).optional(),
  PROCESS_PLACE: wholeNumber(0, MOST_PROCESSES).default(0),
  PROCESS_ANNOUNCES: z.enum(['yes', 'no']).default('yes'),
  // sd_listen_fds(3)
  LISTEN_FDS: z.string().optional(),
  LISTEN_PID: z.string().optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(proxy)),
  PACK: shippedPack.optional(),
  DATA_DIR: z.string().min(1).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  DATABASE_OWNER_URL: url(['postgres:', 'postgresql:']).optional(),
  DATABASE_POOL_SIZE: wholeNumber(2, 200).default(5),
  ...redisVariables,
  BACKUP_DIR: z.string().min(1).optional(),
  BACKUP_KEEP_DAYS: wholeNumber(1, 3650).default(14),
  DATABASE_BACKUP_URL: url(['postgres:', 'postgresql:']).optional(),
  POSTGRES_BIN: z.string().min(1).optional(),
  IMPORT_MAX_MB: wholeNumber(1, 4000).default(500),
  OFFICERS_APART_DAYS: wholeNumber(0, 365).default(7),
  PRINT_FONTS: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.string().refine((file) => existsSync(file), 'must name font files that are there'))),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
      error: 'must be fatal, error, warn, info, debug or silent',
    })
    .default('info'),
  ...secretVariables,
  ...messageVariables,
  ...scanVariables,
  ...accountVariables,
  ...retentionVariables,
  ...outboundVariables,
  ...alarmVariables,
  ...signInVariables,
  SHED_LOAD_MS: wholeNumber(0, 60_000).default(250),
  METRICS_PORT: wholeNumber(1, 65535).optional(),
});

/**
 * Reads and checks the configuration.
 * @throws ConfigError naming every fault at once.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const demo = (given.ENVIRONMENT ?? 'demo') === 'demo';
  const withSecrets: Record<string, string | undefined> = demo ? { ...demoSecrets(), ...given } : given;

  const parsed = schema.safeParse(withSecrets);
  const faults = parsed.success
    ? []
    : parsed.error.issues.map((issue) => describeFault(String(issue.path[0]), issue.message, withSecrets));
  if (!demo) faults.push(...listUnsafeSecrets(given), ...listUnsafePlaces(given));
  faults.push(
    ...listMessageFaults(given, demo),
    ...listScanFaults(given, demo),
    ...listAccountFaults(given, demo),
    ...listOutboundFaults(given),
    ...listRedisFaults(given),
  );
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(toConfig(parsed.data));
}

/** DATABASE_URL alone, for what needs no other setting; null where it is not set. @throws ConfigError */
export function readDatabaseUrl(env: NodeJS.ProcessEnv = process.env): string | null {
  const parsed = schema.shape.DATABASE_URL.safeParse(env.DATABASE_URL || undefined);
  if (!parsed.success) throw new ConfigError([`DATABASE_URL ${parsed.error.issues[0]?.message ?? ''}`]);
  return parsed.data ?? null;
}

/** The language in which the operator's command speaks, as the terminal's locale asks. */
export function readLanguage(env: NodeJS.ProcessEnv = process.env): Language {
  return findLanguage(env);
}

function describeFault(name: string, message: string, given: Record<string, string | undefined>): string {
  return given[name] === undefined
    ? `${name} is missing: it ${message.startsWith('must') ? message : 'is required'}`
    : `${name} ${message}`;
}

/** The demo is looked at by one person; elsewhere every core answers. */
const countProcesses = (environment: EnvironmentName) =>
  environment === 'demo' ? 1 : Math.min(availableParallelism(), MOST_PROCESSES);

function toConfig(env: z.infer<typeof schema>): Config {
  return {
    environment: env.ENVIRONMENT,
    port: env.PORT,
    processes: env.WEB_CONCURRENCY ?? countProcesses(env.ENVIRONMENT),
    place: env.PROCESS_PLACE,
    announces: env.PROCESS_ANNOUNCES === 'yes',
    listensAtHandedSocket:
      env.LISTEN_FDS === '1' && [undefined, String(process.pid)].includes(env.LISTEN_PID),
    host: env.HOST,
    publicUrl: new URL(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`),
    trustedProxies: env.TRUSTED_PROXIES,
    dataDir: path.resolve(env.DATA_DIR ?? findDataFolder(env.PACK)),
    firstPack: env.PACK ?? null,
    backups:
      env.BACKUP_DIR === undefined
        ? null
        : {
            folder: path.resolve(env.BACKUP_DIR),
            keepDays: env.BACKUP_KEEP_DAYS,
            outsideUrl: env.DATABASE_BACKUP_URL ?? null,
            programs: env.POSTGRES_BIN ?? null,
          },
    databaseUrl: env.DATABASE_URL ?? null,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? null,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    redis: toRedisSettings(env),
    logLevel: env.LOG_LEVEL,
    importMaxMegabytes: env.IMPORT_MAX_MB,
    officersApartDays: env.OFFICERS_APART_DAYS,
    printFonts: env.PRINT_FONTS,
    sms: toSmsSettings(env),
    smsSignedByGateway: env.SMS_SIGNATURE_BY === 'gateway',
    email: toEmailSettings(env),
    wechat: toWechatSettings(env),
    wechatLogin: toWechatLoginSettings(env),
    alipay: toAlipaySettings(env),
    outboundAllow: toOutboundAllow(env),
    accounts: toAccountSettings(env),
    retention: toRetentionSettings(env),
    alarms: toAlarmSettings(env),
    signIns: toSignInSettings(env),
    shedLoadMs: env.SHED_LOAD_MS,
    metricsPort: env.METRICS_PORT ?? null,
    secrets: toSecrets(env),
  };
}
