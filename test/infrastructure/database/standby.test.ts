import { EventEmitter } from 'node:events';
import { findTrouble } from '../../../src/infrastructure/database/trouble';
import { watchStandby } from '../../../src/infrastructure/database/watch-standby';

describe('a commit of which the standby has said nothing', () => {
  const notices = [
    // As PostgreSQL 15 sends it, before COMMIT, where a time limit ends the wait.
    {
      file: 'syncrep.c',
      routine: 'SyncRepWaitForLSN',
      message: 'canceling wait for synchronous replication',
    },
    {
      file: 'xact.c',
      routine: 'BeginTransactionBlock',
      message: 'there is already a transaction in progress',
    },
    {},
  ];
  it.each(notices)('is no receipt: $file', (notice) => {
    const destroyed: Error[] = [];
    const connection = Object.assign(new EventEmitter(), {
      connection: { stream: { destroy: (error: Error) => destroyed.push(error) } },
    });
    watchStandby(connection);
    connection.emit('notice', notice);
    expect(destroyed.map(findTrouble)).toEqual(notice.file === 'syncrep.c' ? ['uncertain'] : []);
  });
});
