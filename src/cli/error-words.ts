import { BackupFault } from '../infrastructure/backup/backup-fault';
import { ConfigError } from '../infrastructure/config/config';
import { formatInstant } from '../infrastructure/format-time';
import { say, sayMade } from '../infrastructure/language/say';
import { StartRefused } from '../infrastructure/start-refused';

interface Coded {
  readonly code: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
}

function readCode(error: unknown): Coded | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const { code } = error;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : '';
  const address = 'address' in error && typeof error.address === 'string' ? error.address : '';
  const port = 'port' in error && typeof error.port === 'number' ? error.port : 0;
  return { code, path, address, port };
}

/** What went wrong with a file, a disk or the database, and what to do; null for what is a fault of this program. */
export function describeError(error: unknown): string | null {
  if (error instanceof ConfigError || error instanceof StartRefused) return sayMade(error.message);
  if (error instanceof BackupFault) return describeBackup(error);
  const coded = readCode(error);
  return coded === null ? null : (describeFile(coded) ?? describeDatabase(coded));
}

function describeBackup({ code, subject }: BackupFault): string {
  switch (code) {
    case 'otherKey':
      return say`${subject} was sealed under another DATA_KEY: set the one that this installation had then`;
    case 'damaged':
      return say`${subject} was changed or cut off, nothing was restored: take it from another copy, or go back to a base before it`;
    case 'none':
      return subject === ''
        ? say`there is no backup in BACKUP_DIR`
        : say`there is no backup of before that: the oldest ended at ${formatInstant(new Date(subject))}`;
    case 'otherWal':
      return say`${subject} is of another database: give each installation a BACKUP_DIR of its own`;
    case 'walGone':
      return say`${subject} is missing among the WAL of BACKUP_DIR: bring it back, or go back to an instant before it with --to`;
    case 'notArchiving':
      return subject === 'archive_mode'
        ? say`the database was started without BACKUP_DIR: restart the server with it`
        : subject === 'archive_timeout'
          ? say`archive_timeout of the server is 0, so that WAL would come late or never: set it to 60s`
          : say`the database does not leave its WAL for backups: look at postgres.log and at the disk`;
    case 'underWay':
      return say`another backup is under way: wait for it`;
    case 'occupied':
      return say`there is a database in ${subject}, and it is not written over: stop the server and move it away, or name an empty folder by DATA_DIR or --into`;
    case 'notReplayed':
      return say`the WAL was not replayed, nothing was restored: ${subject}`;
    case 'noPrograms':
      return say`the programs of the database's version are not here: ${subject}. Install them, or name their folder by POSTGRES_BIN`;
    case 'notCopied':
      return say`the database was not copied: ${subject}`;
  }
}

function describeFile({ code, path = '' }: Coded): string | null {
  switch (code) {
    case 'EEXIST':
    case 'ENOTEMPTY':
      return say`${path} is there already and is not written over: name another, or move it away`;
    case 'ENOENT':
      return say`${path} is not there: look at the name and the folder`;
    case 'EACCES':
    case 'EPERM':
      return say`${path} may not be read or written: look at its owner and permissions`;
    case 'EISDIR':
      return say`${path} is a folder: name a file`;
    case 'ENOTDIR':
      return say`${path} lies in something that is no folder: look at the name`;
    case 'ENOSPC':
    case 'EDQUOT':
      return say`the disk is full: make room and try again`;
    case 'EROFS':
      return say`${path} lies on a disk that is read-only: name another place`;
    default:
      return null;
  }
}

function describeDatabase({ code, address = '', port = 0 }: Coded): string | null {
  switch (code) {
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
      return say`the database does not answer at ${address}:${port}: look whether it runs, and at DATABASE_URL`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say`the database's host is not known: look at DATABASE_URL`;
    case '28P01':
    case '28000':
      return say`the database refuses the user or the password: look at DATABASE_URL`;
    case '3D000':
      return say`there is no database of this name: make it, or look at DATABASE_URL`;
    case '53300':
      return say`the database has no connection free: try again, or raise max_connections`;
    case '53100':
      return say`the database's disk is full: make room and try again`;
    case '25006':
      return say`the database is read-only: is DATABASE_URL a standby?`;
    case '57P03':
      return say`the database is starting or stopping: try again in a minute`;
    default:
      return null;
  }
}
