import { createHmac, hkdfSync } from 'node:crypto';

/** What seals the files of backups. It follows from DATA_KEY, without which their contents could not be read either. */
export interface BackupKeys {
  /** By which a file tells under which key it was sealed; 16 bytes. */
  readonly id: Buffer;
  /** The key of one file: its salt and its name make it its own, so that no file can take another's place. */
  of(salt: Buffer, name: string): Buffer;
}

/** @param dataKey 32 bytes */
export function deriveBackupKeys(dataKey: Buffer): BackupKeys {
  const root = Buffer.from(hkdfSync('sha256', dataKey, '', 'zhiyuan backup', 32));
  return {
    id: createHmac('sha256', root).update('id').digest().subarray(0, 16),
    of: (salt, name) => Buffer.from(hkdfSync('sha256', root, salt, name, 32)),
  };
}
