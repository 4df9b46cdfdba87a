type BackupFaultCode =
  /** Sealed under another DATA_KEY than this one. */
  | 'otherKey'
  /** Changed, cut off, or of no backup at all. */
  | 'damaged'
  /** No backup of before the instant that is asked for. */
  | 'none'
  /** WAL of another database stands there under this name. */
  | 'otherWal'
  /** WAL that the backup needs is not there. */
  | 'walGone'
  /** The database does not archive: it was started without BACKUP_DIR, or its command fails. */
  | 'notArchiving'
  /** Another backup is under way. */
  | 'underWay'
  /** There is a database already. */
  | 'occupied'
  /** The server that replays did not come up; `subject` is the end of its log. */
  | 'notReplayed'
  /** The programs of the outside server's version are not on this machine; `subject`: which, and where. */
  | 'noPrograms'
  /** One of them failed; `subject` is what it said. */
  | 'notCopied';

/** What hinders a backup or a restoration; `subject`: the file, folder or name that it is about. */
export class BackupFault extends Error {
  constructor(
    readonly code: BackupFaultCode,
    readonly subject: string,
  ) {
    super(`${code}: ${subject}`);
  }
}
